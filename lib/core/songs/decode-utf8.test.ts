import { expect, it } from 'vitest'

import { decodeUtf8 } from './decode-utf8'
import { encodeUtf8 } from './encode-utf8'

it('decodeUtf8 reads what TextEncoder writes, in every script and plane', () => {
  for (const text of ['', 'plain', 'Ünïcödé', 'Привет', '日本語', '🎵🎶', 'a\u0000b', '\u{10ffff}']) {
    expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text)
  }
})

it('decodeUtf8 puts U+FFFD for broken sequences and goes on behind them', () => {
  for (const bytes of [
    [0x80, 0x41],
    [0xc3, 0x41],
    [0xff, 0x41],
    [0xed, 0xa0, 0x80, 0x41],
  ]) {
    const text = decodeUtf8(Uint8Array.from(bytes))
    expect(text).toContain('\ufffd')
    expect(text.endsWith('A')).toBe(true)
  }
})

it('encodeUtf8 writes what TextEncoder writes, also for half of a surrogate pair', () => {
  for (const text of ['', 'plain', 'Ünïcödé', 'Привет', '日本語', '🎵🎶', 'a\u0000b', '\u{10ffff}', 'a\ud83eb']) {
    expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text))
  }
})
