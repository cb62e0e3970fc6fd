import { describe, expect, it } from 'vitest'

import { createFaceTracker } from './face-tracker'
import type { FaceTracker } from './face-tracker'
import type { PixelBox } from './pixel-box'
import { detectIn } from './test-support'
import type { StandingFace } from './test-support'

const frame = { widthPx: 640, heightPx: 480 }
const square = (xPx: number, yPx: number, sidePx: number): PixelBox => ({ xPx, yPx, widthPx: sidePx, heightPx: sidePx })
const near = square(120, 120, 160)
const beside = square(400, 130, 140)
const far = square(420, 200, 36)

/** One frame: one search. */
function look(tracker: FaceTracker, faces: readonly StandingFace[]) {
  tracker.take(detectIn(faces)(tracker.nextSquare(frame)))
}

function lookFor(tracker: FaceTracker, faces: readonly StandingFace[], frameCount: number) {
  for (let count = 0; count < frameCount; count++) look(tracker, faces)
}

describe('createFaceTracker', () => {
  it('knows nobody at first', () => {
    expect(createFaceTracker().yours()).toBeUndefined()
  })

  it('finds a near face with the second frame: one to see it, one to be sure', () => {
    const tracker = createFaceTracker()
    look(tracker, [{ box: near }])
    expect(tracker.yours()).toBeUndefined()
    look(tracker, [{ box: near }])
    expect(tracker.yours()?.box).toEqual(near)
  })

  it('finds someone two metres away within 1.5 s at 30 frames a second', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: far }], 45)
    expect(tracker.yours()?.box).toEqual(far)
  })

  it('reports nothing that is a face only at the side of a square, and goes on looking', () => {
    const tracker = createFaceTracker()
    const socket = { box: near, isReal: false }
    lookFor(tracker, [socket], 60)
    expect(tracker.yours()).toBeUndefined()
    lookFor(tracker, [socket, { box: far }], 90)
    expect(tracker.yours()?.box).toEqual(far)
  })

  it('follows a face that walks through the frame', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: far }], 45)
    for (let stepPx = 0; stepPx <= 300; stepPx += 6) {
      const walking = square(420 - stepPx, 200, 36)
      look(tracker, [{ box: walking }])
      expect(Math.abs((tracker.yours()?.box.xPx ?? NaN) - walking.xPx)).toBeLessThanOrEqual(6)
    }
  })

  it('follows a face that moves by more than its width between two frames, as on a slow machine', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: far }], 45)
    lookFor(tracker, [{ box: square(370, 200, 36) }], 2)
    expect(tracker.yours()?.box).toEqual(square(370, 200, 36))
  })

  it('misses a face for a moment without losing it, and forgets one that stays away', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: near }], 3)
    look(tracker, [])
    expect(tracker.isMissed()).toBe(true)
    expect(tracker.yours()?.box).toEqual(near)
    look(tracker, [{ box: near }])
    expect(tracker.isMissed()).toBe(false)
    lookFor(tracker, [], 10)
    expect(tracker.yours()).toBeUndefined()
  })

  it('takes the larger of two faces for yours, keeps it, and tells of the other', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: beside }, { box: near }], 30)
    expect(tracker.yours()?.box).toEqual(near)
    expect(tracker.others().map(({ box }) => box)).toEqual([beside])
    // The other one comes closer: whose face is read does not change by itself.
    lookFor(tracker, [{ box: square(380, 100, 200) }, { box: near }], 60)
    expect(tracker.yours()?.box).toEqual(near)
  })

  it('follows the face that was chosen', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: beside }, { box: near }], 30)
    tracker.choose({ xPx: 470, yPx: 200 })
    expect(tracker.yours()?.box).toEqual(beside)
    lookFor(tracker, [{ box: beside }, { box: near }], 60)
    expect(tracker.yours()?.box).toEqual(beside)
    expect(tracker.others().map(({ box }) => box)).toEqual([near])
  })

  it('drops another face that has gone', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: beside }, { box: near }], 30)
    lookFor(tracker, [{ box: near }], 40)
    expect(tracker.others()).toEqual([])
  })

  it('starts anew where the camera gives frames of another size', () => {
    const tracker = createFaceTracker()
    lookFor(tracker, [{ box: near }], 3)
    tracker.nextSquare({ widthPx: 480, heightPx: 640 })
    expect(tracker.yours()).toBeUndefined()
  })
})
