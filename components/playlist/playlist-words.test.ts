import { expect, test } from 'vitest'

import { durationWords, totalWords } from './duration-words'
import { flowPath } from './flow-lines'
import { exportFileName, playlistName } from './playlist-name'

test('a length is said as players say it, rounded to the second', () => {
  expect(durationWords(185_400)).toBe('3:05')
  expect(durationWords(59_600)).toBe('1:00')
  expect(durationWords(3_600_000)).toBe('60:00')
})

test('a playlist of an hour and more is said in hours', () => {
  expect(totalWords(48 * 60_000)).toBe('48 min')
  expect(totalWords(92 * 60_000)).toBe('1 h 32 min')
})

test('a file is named by the goal and the day, in plain letters', () => {
  expect(exportFileName(playlistName('calm'), Date.UTC(2026, 10, 23, 12), 'csv')).toBe('attune-to-calm-2026-11-23.csv')
  expect(playlistName(undefined)).toBe('Playlist')
})

test('the flow breaks where a value is not known, and stays on its field', () => {
  expect(flowPath([0, 0.5, undefined, 1, 2], [0, 1])).toBe('M0.00 100.00L25.00 50.00M75.00 0.00L100.00 0.00')
  expect(flowPath([], [0, 1])).toBe('')
  expect(flowPath([0.5], [0, 1])).toBe('M0.00 50.00')
})
