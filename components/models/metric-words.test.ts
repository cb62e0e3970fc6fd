import { expect, test } from 'vitest'

import { metricName, metricValue } from './metric-words'

test('the name of a figure becomes words', () => {
  expect(metricName('uciHarTestMacroF1')).toBe('Uci har test macro F1')
  expect(metricName('binaryAllAccuracySd')).toBe('Binary all accuracy SD')
})

test('shares are shown in percent, other figures as they are', () => {
  expect(metricValue('privateAccuracy', 0.68459)).toBe('68.5 %')
  expect(metricValue('temperature', 0.87734)).toBe('0.8773')
  expect(metricValue('songCount', 56_216)).toBe('56,216')
})
