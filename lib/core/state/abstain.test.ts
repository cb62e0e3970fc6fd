import { describe, expect, it } from 'vitest'

import type { SignalQuality, Stretch } from '../signal/assess-quality'

import { createAbstain } from './abstain'
import { arousalOf } from './arousal'

const stretch: Stretch = { startMs: 0, endMs: 100 }
const qualityOf = (...gaps: readonly (readonly Stretch[])[]): SignalQuality => ({
  channels: gaps.map((own) => ({
    channel: 'eda',
    coveredShare: 1,
    gaps: own,
    flatStretches: [],
    saturatedShare: 0,
    saturatedStretches: [],
  })),
})

describe('createAbstain', () => {
  it('lets a sure reading of a measured stretch speak', () => {
    expect(createAbstain(qualityOf([]))(0.9, stretch)).toBeUndefined()
  })

  it('says nothing when unsure', () => {
    expect(createAbstain(qualityOf([]))(0.3, stretch)).toBe('unsure')
  })

  it('says nothing of a stretch that no signal covers, however sure, but one good signal is enough', () => {
    const silent = [{ startMs: -50, endMs: 70 }]
    expect(createAbstain(qualityOf(silent, silent))(0.9, stretch)).toBe('poorSignal')
    expect(createAbstain(qualityOf(silent, []))(0.9, stretch)).toBeUndefined()
  })
})

describe('arousalOf', () => {
  it('is high under stress and low at rest', () => {
    expect(arousalOf([0, 1, 0, 0])).toBe(0.73)
    expect(arousalOf([0.5, 0, 0, 0.5])).toBeCloseTo(0.175, 9)
  })
})
