import { describe, expect, it } from 'vitest'

import { findFacesInPicture } from './find-faces-in-picture'
import type { PixelBox } from './pixel-box'
import { detectIn } from './test-support'
import type { StandingFace } from './test-support'

const frame = { widthPx: 640, heightPx: 480 }
const square = (xPx: number, yPx: number, sidePx: number): PixelBox => ({ xPx, yPx, widthPx: sidePx, heightPx: sidePx })
const near = square(200, 120, 160)
const far = square(420, 200, 60)
const tiny = square(301, 203, 34)

async function find(faces: readonly StandingFace[]) {
  const squares: PixelBox[] = []
  const detect = detectIn(faces)
  const found = await findFacesInPicture(frame, async (searched) => {
    squares.push(searched)
    return detect(searched)
  })
  return { boxes: found.map(({ box }) => box), squares }
}

describe('findFacesInPicture', () => {
  it('finds a face, and looks at it twice before it says so', async () => {
    const { boxes, squares } = await find([{ box: near }])
    expect(boxes).toEqual([near])
    expect(squares.filter(({ widthPx }) => widthPx !== 640 && widthPx !== 320).length).toBeGreaterThanOrEqual(1)
  })

  it('finds a small face once, though neighbouring squares overlap', async () => {
    expect((await find([{ box: far }])).boxes).toEqual([far])
  })

  it('goes closer only where larger squares have nothing', async () => {
    expect((await find([{ box: tiny }])).boxes).toEqual([tiny])
    const smallestPx = Math.min(...(await find([{ box: far }])).squares.map(({ widthPx }) => widthPx))
    expect(smallestPx).toBeGreaterThan(120)
  })

  it('finds small faces beside a large one, the largest first', async () => {
    expect((await find([{ box: far }, { box: near }])).boxes).toEqual([near, far])
  })

  it('leaves out what looks like a face only at the side of a square', async () => {
    expect((await find([{ box: near, isReal: false }])).boxes).toEqual([])
  })

  it('finds nothing where nothing is', async () => {
    expect((await find([])).boxes).toEqual([])
  })
})
