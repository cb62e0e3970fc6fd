import { describe, expect, it } from 'vitest'

import { steadyBox } from './steady-box'

const box = (xPx: number, widthPx = 100) => ({ xPx, yPx: 0, widthPx, heightPx: widthPx })

describe('steadyBox', () => {
  it('takes the first box as it is', () => {
    expect(steadyBox(undefined, box(10))).toEqual({ box: box(10), isSteady: false })
  })

  it('takes over only a part of a tremble', () => {
    const { box: steady, isSteady } = steadyBox(box(0), box(2))
    expect(isSteady).toBe(true)
    expect(steady.xPx).toBeGreaterThan(0.5)
    expect(steady.xPx).toBeLessThan(1.2)
  })

  it('follows a face that moved or came closer at once', () => {
    expect(steadyBox(box(0), box(30))).toEqual({ box: box(30), isSteady: false })
    expect(steadyBox(box(0), box(0, 130))).toEqual({ box: box(0, 130), isSteady: false })
  })

  it('comes to rest where the face is', () => {
    let steady = box(0)
    for (let count = 0; count < 30; count++) steady = { ...box(0), ...steadyBox(steady, box(8)).box }
    expect(steady.xPx).toBeCloseTo(8, 2)
  })
})
