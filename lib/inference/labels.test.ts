import { describe, expect, it } from 'vitest'

import { stressArousals } from '@/lib/core/state/arousal'
import { activityLabels, emotionLabels, stressLabels } from '@/lib/core/state/labels'
import activityContract from '@/training/contracts/activity.json'
import faceContract from '@/training/contracts/face-emotion.json'
import fusionContract from '@/training/contracts/state-fusion.json'
import stressContract from '@/training/contracts/stress.json'

describe('the labels of lib/core/state', () => {
  it('stand in the order of the hand-written contracts', () => {
    expect(emotionLabels).toEqual(faceContract.labels)
    expect(stressLabels).toEqual(stressContract.labels)
    expect(activityLabels).toEqual(activityContract.labels)
  })

  it('carry the arousals of the stress contract', () => {
    expect(stressLabels.map((label) => stressArousals[label])).toEqual(stressContract.arousals)
  })

  it('are as many as the fusion takes of each', () => {
    const sizes = Object.fromEntries(fusionContract.inputs.map(({ name, shape }) => [name, shape[1]]))
    expect(sizes).toMatchObject({ emotion: emotionLabels.length, stress: stressLabels.length, activity: activityLabels.length })
  })
})
