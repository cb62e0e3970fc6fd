import { expect, test } from 'vitest'

import { signalWords } from './channel-words'
import { medianStepMs } from './interpolate-series'
import { recordingOf, regularSeries } from './test-support'

test('the signals of a recording are named, with how seldom they come', () => {
  const every = (seconds: number) => regularSeries(10 * seconds, 1 / seconds, () => 60)
  const recording = recordingOf({ heartRate: every(300), skinTemp: every(86_400), eda: every(3600), accX: every(0.02), accY: every(0.02) })
  expect(signalWords(recording, medianStepMs)).toBe(
    'acceleration, skin conductance (a value in an hour), skin temperature (a value in a day), heart rate (a value in 5 minutes)',
  )
  expect(signalWords(recordingOf({ rrInterval: regularSeries(1, 1, () => 800) }), medianStepMs)).toBe('beat intervals')
})
