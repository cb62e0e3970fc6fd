/** Encodes text as UTF-8 bytes; TextEncoder belongs to the DOM and to Node, which core does without. Half of a surrogate pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (const character of text) {
    let codePoint = character.codePointAt(0) ?? 0
    if (codePoint >= 0xd800 && codePoint < 0xe000) codePoint = 0xfffd
    if (codePoint < 0x80) {
      bytes[length++] = codePoint
      continue
    }
    const followerCount = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3
    bytes[length++] = ((0xff00 >> (followerCount + 1)) & 0xff) | (codePoint >> (6 * followerCount))
    for (let follower = followerCount - 1; follower >= 0; follower--) bytes[length++] = 0x80 | ((codePoint >> (6 * follower)) & 0x3f)
  }
  return bytes.slice(0, length)
}
