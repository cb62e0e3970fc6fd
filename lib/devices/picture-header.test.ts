import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

import { readPictureHeader } from './picture-header'

const blank = () => sharp({ create: { width: 321, height: 123, channels: 3, background: 'white' } })
const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('readPictureHeader', () => {
  it('reads the size of a PNG and of a JPEG, progressive and with metadata before it', async () => {
    const size = { widthPx: 321, heightPx: 123 }
    expect(readPictureHeader(await blank().png().toBuffer())).toEqual({ isHeic: false, size })
    expect(readPictureHeader(await blank().jpeg().toBuffer())).toEqual({ isHeic: false, size })
    const withMetadata = await blank().withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toBuffer()
    expect(readPictureHeader(withMetadata)).toEqual({ isHeic: false, size })
  })

  it("knows Apple's HEIC, and does not take AVIF for it", () => {
    expect(readPictureHeader(ascii('\0\0\0\x18ftypheic\0\0\0\0')).isHeic).toBe(true)
    expect(readPictureHeader(ascii('\0\0\0\x18ftypavif\0\0\0\0')).isHeic).toBe(false)
  })

  it('says nothing of other files, and throws at none', () => {
    expect(readPictureHeader(ascii('GIF89a'))).toEqual({ isHeic: false })
    expect(readPictureHeader(new Uint8Array())).toEqual({ isHeic: false })
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom([0xff, 0xd8, 0xff, 0xe0], [0x89, 0x50, 0x4e, 0x47], []),
        (rest, start) => {
          readPictureHeader(Uint8Array.from([...start, ...rest]))
        },
      ),
    )
  })
})
