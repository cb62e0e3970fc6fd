import { describe, expect, test } from 'vitest'

import { progressOf, savedDescription, savedName, timeToComeWords } from './save-words'

const createdAtMs = new Date(2026, 10, 26, 15, 42).getTime()
const hourMs = 3_600_000

describe('what a saved playlist is called', () => {
  test('tells the goal and the day, or where it comes from', () => {
    expect(savedName('calm', createdAtMs)).toBe('To calm, 26 November')
    expect(savedName(undefined, createdAtMs)).toBe('Tuned by Attune, 26 November')
  })

  test('says what it was made for, as claims about signals, and where it leads', () => {
    const userState = {
      emotion: { scores: [0, 0, 0, 0.9, 0, 0, 0.1], confidence: 0.9, sourceName: 'Webcam' },
      ownWord: { mood: 'tired' },
    } as const
    expect(savedDescription({ userState, goal: 'lift' }, createdAtMs)).toBe(
      'Made with Attune on 26 November 2026, because your expression looks happy and your word is tired. It leads to a lift.',
    )
  })

  test('says no more than the day where the state is gone', () => {
    expect(savedDescription(undefined, createdAtMs)).toBe('Made with Attune on 26 November 2026.')
  })
})

test('a time to come is told as people say it', () => {
  expect(timeToComeWords(createdAtMs + hourMs, createdAtMs)).toBe('at 16:42')
  expect(timeToComeWords(createdAtMs + 12 * hourMs, createdAtMs)).toBe('tomorrow at 03:42')
  expect(timeToComeWords(createdAtMs + 48 * hourMs, createdAtMs)).toBe('on 28 November at 15:42')
})

test('the progress of a save never goes back from step to step', () => {
  const steps = [
    { phase: 'waiting' },
    { phase: 'creating' },
    { phase: 'writing', writtenCount: 0, songCount: 250 },
    { phase: 'writing', writtenCount: 250, songCount: 250 },
    { phase: 'checking' },
    { phase: 'replacing', unplayableCount: 2 },
    { phase: 'cover' },
  ] as const
  const shares = steps.map((step) => progressOf(step).doneShare)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(progressOf({ phase: 'writing', writtenCount: 100, songCount: 250 }).words).toBe('Writing songs: 100 of 250')
  expect(progressOf({ phase: 'replacing', unplayableCount: 1 }).words).toBe('Finding others for one song that does not play')
})
