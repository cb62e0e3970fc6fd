/** What the first bytes of a picture file tell without decoding it. */
export type PictureHeader = {
  /** Apple's HEIC, which only some browsers can decode. */
  readonly isHeic: boolean
  /** Of a PNG or JPEG; undefined for other files, and where the header is longer than what was read. */
  readonly size?: { readonly widthPx: number; readonly heightPx: number }
}

/** Brands of ISO media files (ISO/IEC 23008-12) that hold a HEVC-coded picture. */
const heicBrands = new Set(['heic', 'heix', 'hevc', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'])

const pngSignature = [0x89, 0x50, 0x4e, 0x47]
const pngSizeAt = 16
const jpegSignature = [0xff, 0xd8]
/** JPEG's frame headers (SOF0 to SOF15) lie in this range, apart from the tables DHT, JPG and DAC. */
const isFrameHeader = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function jpegSize(view: DataView): PictureHeader['size'] {
  let at = jpegSignature.length
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    if (isFrameHeader(view.getUint8(at + 1))) return { widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** Reads the header of a picture from the file's first bytes. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const startsWith = (signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte)
  const text = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))
  const isHeic = text(4) === 'ftyp' && heicBrands.has(text(8))
  if (startsWith(pngSignature) && bytes.byteLength >= pngSizeAt + 8) {
    return { isHeic, size: { widthPx: view.getUint32(pngSizeAt), heightPx: view.getUint32(pngSizeAt + 4) } }
  }
  const size = startsWith(jpegSignature) ? jpegSize(view) : undefined
  return size === undefined ? { isHeic } : { isHeic, size }
}
