import { describe, expect, it } from 'vitest'

import { activityLabels } from '@/lib/core/state/labels'
import type { UserState } from '@/lib/core/state/user-state'

import { changeWishes, letGo, noWishes, plannedState, requestWishes } from './listener-wishes'

const running = {
  cadence: { cadenceSpm: 164, confidence: 0.9, sourceName: 'Phone' },
  activity: { scores: activityLabels.map((label) => Number(label === 'running')), confidence: 0.9, sourceName: 'Phone' },
} satisfies UserState

describe('wishes', () => {
  it('ask nothing where nothing is set, and of who runs that the beat meets the steps', () => {
    expect(requestWishes(noWishes, {}, 'match')).toEqual({})
    expect(requestWishes(noWishes, running, 'lift')).toEqual({ cadenceSpm: 164 })
    expect(requestWishes({ followsSteps: false }, running, 'lift')).toEqual({})
  })

  it('leave the steps out of the state that is planned for where the beat is not to meet them', () => {
    const { cadence, activity } = running
    expect(plannedState(noWishes, running)).toEqual(running)
    expect(plannedState({ followsSteps: false }, running)).toEqual({ activity })
    expect(plannedState({ followsSteps: false }, { cadence }), 'a state of steps alone').toEqual({ cadence })
  })

  it('hold the energy for the goal that holds it', () => {
    expect(requestWishes(noWishes, {}, 'hold')).toEqual({ isEnergyHeld: true })
  })

  it('forget a wish that is taken back, and a list that becomes empty', () => {
    const asked = changeWishes(noWishes, { genreFamilies: ['rock'], yearFrom: 1970 })
    expect(asked).toEqual({ genreFamilies: ['rock'], yearFrom: 1970, followsSteps: true })
    expect(changeWishes(asked, { genreFamilies: [], yearFrom: undefined })).toEqual(noWishes)
  })

  it('let go of one wish and keep the others', () => {
    const asked = changeWishes(noWishes, { genreFamilies: ['rock'], yearFrom: 1970, yearTo: 1980, isExplicitAllowed: false })
    expect(letGo(asked, 'years')).toEqual({ genreFamilies: ['rock'], isExplicitAllowed: false, followsSteps: true })
    expect(letGo(asked, 'cadence').followsSteps).toBe(false)
  })
})
