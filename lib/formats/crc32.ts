const reversedPolynomial = 0xedb88320

const table = new Uint32Array(256).map((_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ reversedPolynomial : remainder >>> 1
  return remainder
})

/** Carries a CRC-32 (the one of zip) on over more bytes; begin with 0. */
export function updateCrc32(crc: number, bytes: Uint8Array): number {
  let remainder = ~crc
  for (let index = 0; index < bytes.length; index++) {
    remainder = (table[(remainder ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (remainder >>> 8)
  }
  return ~remainder >>> 0
}
