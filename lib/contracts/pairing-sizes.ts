/** Bytes of a pairing's key, AES-256. */
export const pairingKeyBytes = 32
export const pairingIdBytes = 16
/** Bytes of what tells one sharing phone from another; with the counter they are the nonce of AES-GCM. */
export const phoneIdBytes = 8
/** Bytes of a message before it is sealed: each is filled up to this length, so that its size tells nothing. */
export const messageBytes = 512
/** Bytes that AES-GCM adds to a message, which show a change to it. */
export const sealTagBytes = 16
/** The last counter there is, kept for the message that says goodbye: none of the same phone is taken after it. */
export const farewellCounter = 0xffffffff

/** Letters of so many bytes in base64url. */
export const lettersOf = (sizeBytes: number): number => Math.ceil((sizeBytes * 4) / 3)
