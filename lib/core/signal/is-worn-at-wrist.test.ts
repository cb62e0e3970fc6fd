import { expect, it } from 'vitest'

import { isWornAtWrist } from './is-worn-at-wrist'
import { phoneAcceleration, recordingOf, regularSeries } from './test-support'

const acceleration = phoneAcceleration(10, 50, 0, 0)

it.each([
  ['Empatica E4', true],
  ['Wrist accelerometer (time,x,y,z)', true],
  ['Sensor Logger', false],
])('the acceleration of %s is at the wrist: %s', (sourceName, expected) => {
  expect(isWornAtWrist({ ...recordingOf(acceleration), sourceName })).toBe(expected)
})

it('acceleration beside the skin is at the wrist, the skin alone is no acceleration', () => {
  const eda = regularSeries(10, 4, () => 1)
  expect(isWornAtWrist(recordingOf({ ...acceleration, eda }))).toBe(true)
  expect(isWornAtWrist({ ...recordingOf({ eda }), sourceName: 'Empatica E4' })).toBe(false)
})
