import { describe, expect, it } from 'vitest'

import { createVideoFaceFinder, findFacesInPicture } from './find-faces'
import type { DetectInRegion } from './find-faces'
import type { PixelBox } from './pixel-box'

const frame = { widthPx: 640, heightPx: 480 }

/** A detector that sees a face when its centre is in the region and it fills at least minShare of the region's width; cut faces give cut boxes. */
function detectorFor(faces: readonly PixelBox[], minShare = 0.15): { detect: DetectInRegion; regions: PixelBox[] } {
  const regions: PixelBox[] = []
  const detect: DetectInRegion = async (region) => {
    regions.push(region)
    return faces.flatMap((face) => {
      const centreX = face.xPx + face.widthPx / 2
      const centreY = face.yPx + face.heightPx / 2
      const isInside =
        centreX >= region.xPx && centreX < region.xPx + region.widthPx && centreY >= region.yPx && centreY < region.yPx + region.heightPx
      return isInside && face.widthPx / region.widthPx >= minShare ? [{ box: face, score: 0.9 }] : []
    })
  }
  return { detect, regions }
}

const near: PixelBox = { xPx: 200, yPx: 120, widthPx: 160, heightPx: 160 }
const far: PixelBox = { xPx: 420, yPx: 200, widthPx: 60, heightPx: 60 }

describe('findFacesInPicture', () => {
  it('looks at the whole picture first, and at nothing else where a face is there', async () => {
    const { detect, regions } = detectorFor([near])
    expect((await findFacesInPicture(frame, detect)).map(({ box }) => box)).toEqual([near])
    expect(regions).toEqual([{ xPx: 0, yPx: 0, ...frame }])
  })

  it('finds a small face in a tile, once, though neighbouring tiles overlap', async () => {
    const { detect } = detectorFor([far])
    expect((await findFacesInPicture(frame, detect)).map(({ box }) => box)).toEqual([far])
  })

  it('looks into smaller tiles only where larger ones have nothing', async () => {
    const tiny: PixelBox = { xPx: 300, yPx: 200, widthPx: 34, heightPx: 34 }
    const { detect, regions } = detectorFor([tiny])
    expect((await findFacesInPicture(frame, detect)).map(({ box }) => box)).toEqual([tiny])
    expect(regions.length).toBe(1 + 9 + 25)
  })

  it('puts the largest of several faces first', async () => {
    const smaller: PixelBox = { xPx: 20, yPx: 20, widthPx: 100, heightPx: 100 }
    const { detect } = detectorFor([smaller, near])
    expect((await findFacesInPicture(frame, detect)).map(({ box }) => box)).toEqual([near, smaller])
  })

  it('drops a box that a tile cuts off', async () => {
    // Too small in the whole frame, and too tall to lie whole in any tile.
    const cut: PixelBox = { xPx: 150, yPx: 230, widthPx: 60, heightPx: 400 }
    const { detect } = detectorFor([cut], 0.18)
    expect(await findFacesInPicture({ widthPx: 640, heightPx: 960 }, detect)).toEqual([])
  })

  it('finds nothing where nothing is', async () => {
    expect(await findFacesInPicture(frame, async () => [])).toEqual([])
  })
})

describe('createVideoFaceFinder', () => {
  it('never looks at more than a few regions in one frame', async () => {
    const findFaces = createVideoFaceFinder()
    for (let index = 0; index < 5; index++) {
      const { detect, regions } = detectorFor([])
      await findFaces(frame, detect)
      expect(regions.length).toBe(4)
    }
  })

  it('finds someone far away within three frames, and then follows them with one region more than the whole', async () => {
    const findFaces = createVideoFaceFinder()
    const found: number[] = []
    for (let index = 0; index < 3; index++) found.push((await findFaces(frame, detectorFor([far]).detect)).length)
    expect(Math.max(...found)).toBe(1)
    const moved: PixelBox = { ...far, xPx: far.xPx + 30 }
    const { detect, regions } = detectorFor([moved])
    expect((await findFaces(frame, detect)).map(({ box }) => box)).toEqual([moved])
    expect(regions.length).toBe(2)
  })
})
