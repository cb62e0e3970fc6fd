import { afterEach, describe, expect, it, vi } from 'vitest'

import { readPhoto } from './read-photo'

/** Stands in for the browser's decoder: gives pictures of a size, or refuses. */
function stubDecoder(size: { width: number; height: number } | undefined) {
  const calls: unknown[][] = []
  const closed: number[] = []
  vi.stubGlobal('createImageBitmap', async (...parameters: unknown[]) => {
    calls.push(parameters)
    if (size === undefined) throw new Error('The source image could not be decoded.')
    const options = Object(parameters[1])
    const width: number = options.resizeWidth ?? size.width
    return { width, height: options.resizeHeight ?? size.height, close: () => closed.push(width) }
  })
  return { calls, closed }
}

const fileOf = (byteCount: number) => new File([new Uint8Array(byteCount)], 'me.jpg')

describe('readPhoto', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('turns a picture upright as its camera noted', async () => {
    const { calls } = stubDecoder({ width: 640, height: 480 })
    expect(await readPhoto(fileOf(9))).toMatchObject({ width: 640, height: 480 })
    expect(calls[0]?.[1]).toEqual({ imageOrientation: 'from-image' })
  })

  it('shrinks a large picture and frees the large one', async () => {
    const { closed } = stubDecoder({ width: 4000, height: 3000 })
    expect(await readPhoto(fileOf(9))).toMatchObject({ width: 1280, height: 960 })
    expect(closed).toEqual([4000])
  })

  it('refuses an empty file, one that is too large, one that is no picture, and a tiny picture', async () => {
    stubDecoder(undefined)
    await expect(readPhoto(fileOf(0))).rejects.toMatchObject({ code: 'FILE_EMPTY' })
    await expect(readPhoto(fileOf(9))).rejects.toMatchObject({ code: 'PICTURE_UNREADABLE', message: expect.stringContaining('me.jpg') })
    const large = fileOf(1)
    Object.defineProperty(large, 'size', { value: 200_000_000 })
    await expect(readPhoto(large)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', message: expect.stringContaining('200.0 MB') })
    const { closed } = stubDecoder({ width: 30, height: 300 })
    await expect(readPhoto(fileOf(9))).rejects.toMatchObject({ code: 'PICTURE_UNREADABLE', message: expect.stringContaining('30 x 300') })
    expect(closed).toEqual([30])
  })

  it('says what a HEIC picture is and what to do, where the browser cannot open it', async () => {
    stubDecoder(undefined)
    const heic = new File([new Uint8Array([0, 0, 0, 24]), 'ftypheic', new Uint8Array(16)], 'IMG_1.HEIC')
    await expect(readPhoto(heic)).rejects.toMatchObject({ code: 'PICTURE_UNREADABLE', message: expect.stringContaining('Save it as JPEG') })
    stubDecoder({ width: 640, height: 480 })
    expect(await readPhoto(heic)).toMatchObject({ width: 640 })
  })

  it('refuses a small file that would be a giant picture, before it is decoded', async () => {
    const { calls } = stubDecoder({ width: 40_000, height: 30_000 })
    const header = new Uint8Array(24)
    header.set([0x89, 0x50, 0x4e, 0x47])
    new DataView(header.buffer).setUint32(16, 40_000)
    new DataView(header.buffer).setUint32(20, 30_000)
    await expect(readPhoto(new File([header], 'bomb.png'))).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('40000 x 30000 pixels'),
    })
    expect(calls).toEqual([])
  })
})
