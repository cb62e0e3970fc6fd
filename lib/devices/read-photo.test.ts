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
})
