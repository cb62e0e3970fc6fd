/** Reads a song's vector, (dims,), from the base64 of a reply. */
export const readSongVector = (text: string): Int8Array => Int8Array.from(atob(text), (letter) => letter.charCodeAt(0))
