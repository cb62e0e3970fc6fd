const replacement = 0xfffd

/** Decodes UTF-8 bytes; TextDecoder belongs to the DOM and to Node, which core does without. A broken sequence becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = ''
  let position = start
  while (position < end) {
    const first = bytes[position++] ?? 0
    const followerCount =
      first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1
    if (followerCount <= 0) {
      text += String.fromCharCode(followerCount === 0 ? first : replacement)
      continue
    }
    let codePoint = first & (0x3f >> followerCount)
    let followers = 0
    while (followers < followerCount && position < end && ((bytes[position] ?? 0) & 0xc0) === 0x80) {
      codePoint = (codePoint << 6) | ((bytes[position++] ?? 0) & 0x3f)
      followers++
    }
    const isWhole = followers === followerCount && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint < 0xe000)
    text += String.fromCodePoint(isWhole ? codePoint : replacement)
  }
  return text
}
