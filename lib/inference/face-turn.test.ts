import { describe, expect, it } from 'vitest'

import type { FacePoints } from './detection'
import { faceTurn } from './face-turn'

const point = (xPx: number, yPx: number) => ({ xPx, yPx })

/** A face that looks at the camera, 100 pixels from ear to ear. */
const frontal: FacePoints = {
  rightEye: point(30, 40),
  leftEye: point(70, 40),
  nose: point(50, 58),
  mouth: point(50, 75),
  rightEar: point(0, 45),
  leftEar: point(100, 45),
}

const rotated = (angleRad: number): FacePoints => {
  const turn = ({ xPx, yPx }: { readonly xPx: number; readonly yPx: number }) =>
    point(Math.cos(angleRad) * xPx - Math.sin(angleRad) * yPx, Math.sin(angleRad) * xPx + Math.cos(angleRad) * yPx)
  const { rightEye, leftEye, nose, mouth, rightEar, leftEar } = frontal
  return {
    rightEye: turn(rightEye),
    leftEye: turn(leftEye),
    nose: turn(nose),
    mouth: turn(mouth),
    rightEar: turn(rightEar),
    leftEar: turn(leftEar),
  }
}

describe('faceTurn', () => {
  it('is next to nothing for a face that looks at the camera', () => {
    const { sideways, upwards, leanRad } = faceTurn(frontal)
    expect(Math.abs(sideways)).toBeLessThan(0.05)
    expect(Math.abs(upwards)).toBeLessThan(0.1)
    expect(leanRad).toBe(0)
  })

  it('does not take a head that leans to a shoulder for one that turns away', () => {
    const { sideways, upwards, leanRad } = faceTurn(rotated(0.4))
    expect(Math.abs(sideways)).toBeLessThan(0.05)
    expect(Math.abs(upwards)).toBeLessThan(0.1)
    expect(leanRad).toBeCloseTo(0.4)
  })

  it('grows as the nose nears an ear, with its sign', () => {
    expect(faceTurn({ ...frontal, nose: point(85, 58) }).sideways).toBeCloseTo(0.7)
    expect(faceTurn({ ...frontal, nose: point(15, 58) }).sideways).toBeCloseTo(-0.7)
  })

  it('grows as the nose nears the eyes, and falls as it nears the mouth', () => {
    expect(faceTurn({ ...frontal, nose: point(50, 44) }).upwards).toBeGreaterThan(0.5)
    expect(faceTurn({ ...frontal, nose: point(50, 73) }).upwards).toBeLessThan(-0.5)
  })

  it('calls a face whose ears fall together turned away', () => {
    expect(faceTurn({ ...frontal, leftEar: frontal.rightEar }).sideways).toBe(1)
  })
})
