import type { PhoneMessage, SealedMessage } from '@/lib/contracts/pairing-api'
import { farewellCounter, messageBytes, pairingKeyBytes, phoneIdBytes } from '@/lib/contracts/pairing-sizes'
import { AppError } from '@/lib/core/app-error'

import { fromBase64Url, toBase64Url } from './base64-url'
import type { PairingSecret } from './pairing-link'
import { subtleOf, type BrowserCrypto } from './subtle-of'

/** Seals the messages of one phone, each under a nonce of its own. */
export type Sealer = {
  seal(message: PhoneMessage): Promise<SealedMessage>
  /** The goodbye, sealed beforehand: a page that is being closed cannot wait for cryptography. */
  readonly farewell: SealedMessage
}

/** Opens what phones with the same key have sealed. */
export type Opener = {
  /** The message, or why it is refused: changed on the way, sealed with another key, of another pairing ('unreadable'); or come before ('repeated'). */
  open(message: SealedMessage): Promise<PhoneMessage | 'unreadable' | 'repeated'>
}

/** Makes the key of a pairing, 256 random bits in base64url. */
export function createKeyText(crypto: BrowserCrypto): string {
  subtleOf(crypto)
  return toBase64Url(crypto.getRandomValues(new Uint8Array(pairingKeyBytes)))
}

const importKey = (crypto: BrowserCrypto, keyText: string, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  subtleOf(crypto).importKey('raw', fromBase64Url(keyText), 'AES-GCM', false, [usage])

/**
 * How a message is sealed: the nonce of 96 bits is phoneId and counter, so that it never comes twice and the counter cannot be changed
 * unseen; the room is authenticated too, so that no message can be moved to another.
 */
function gcmOf(pairingId: string, phoneId: string, counter: number): AesGcmParams {
  const nonce = new Uint8Array(phoneIdBytes + 4)
  nonce.set(fromBase64Url(phoneId))
  new DataView(nonce.buffer).setUint32(phoneIdBytes, counter)
  return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(`attune pairing 1 ${pairingId}`) }
}

/** Makes the sealer of a phone that begins to share; rejects with PAIRING_UNSAFE where the browser has no cryptography. */
export async function createSealer(crypto: BrowserCrypto, { pairingId, keyText }: PairingSecret): Promise<Sealer> {
  const subtle = subtleOf(crypto)
  const key = await importKey(crypto, keyText, 'encrypt')
  const phoneId = toBase64Url(crypto.getRandomValues(new Uint8Array(phoneIdBytes)))
  const sealAs = async (counter: number, message: PhoneMessage): Promise<SealedMessage> => {
    const text = new TextEncoder().encode(JSON.stringify(message))
    if (text.length > messageBytes) {
      throw new AppError('PAYLOAD_TOO_LARGE', `A message of ${text.length} bytes; expected at most ${messageBytes}.`)
    }
    // JSON may end in spaces.
    const filled = new Uint8Array(messageBytes).fill(32)
    filled.set(text)
    const sealed = await subtle.encrypt(gcmOf(pairingId, phoneId, counter), key, filled)
    return { phoneId, counter, sealed: toBase64Url(new Uint8Array(sealed)) }
  }
  let nextCounter = 0
  return {
    farewell: await sealAs(farewellCounter, { kind: 'left' }),
    seal: (message) => {
      nextCounter += 1
      return sealAs(nextCounter - 1, message)
    },
  }
}

/** Makes the opener of a studio. */
export async function createOpener(crypto: BrowserCrypto, { pairingId, keyText }: PairingSecret): Promise<Opener> {
  const subtle = subtleOf(crypto)
  const key = await importKey(crypto, keyText, 'decrypt')
  /** The counter of the last message of each phone that had the key. */
  const lastCounters = new Map<string, number>()
  const decrypt = async ({ phoneId, counter, sealed }: SealedMessage): Promise<unknown> => {
    const text = await subtle.decrypt(gcmOf(pairingId, phoneId, counter), key, fromBase64Url(sealed))
    return JSON.parse(new TextDecoder().decode(text))
  }
  return {
    open: async (message) => {
      // The contracts come with the first message, so that no page waits for zod.
      const { phoneMessageSchema } = await import('@/lib/contracts/pairing-api')
      const opened = phoneMessageSchema.safeParse(await decrypt(message).catch(() => undefined))
      if (!opened.success) return 'unreadable'
      if (message.counter <= (lastCounters.get(message.phoneId) ?? -1)) return 'repeated'
      lastCounters.set(message.phoneId, message.counter)
      return opened.data
    },
  }
}
