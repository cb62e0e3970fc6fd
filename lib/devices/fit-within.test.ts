import { describe, expect, it } from 'vitest'

import { fitWithin } from './fit-within'

describe('fitWithin', () => {
  it('shrinks the longer side to the limit and keeps the shape', () => {
    expect(fitWithin({ widthPx: 4000, heightPx: 3000 }, 1280)).toEqual({ widthPx: 1280, heightPx: 960 })
    expect(fitWithin({ widthPx: 3000, heightPx: 4000 }, 1280)).toEqual({ widthPx: 960, heightPx: 1280 })
  })

  it('leaves a picture alone that fits', () => {
    expect(fitWithin({ widthPx: 640, heightPx: 480 }, 1280)).toEqual({ widthPx: 640, heightPx: 480 })
  })

  it('leaves at least one pixel of a very long picture', () => {
    expect(fitWithin({ widthPx: 20_000, heightPx: 1 }, 1280)).toEqual({ widthPx: 1280, heightPx: 1 })
  })
})
