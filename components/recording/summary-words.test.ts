import { expect, test } from 'vitest'

import type { ChannelQuality, Stretch } from '@/lib/core/signal/assess-quality'

import { missingLines, movementLines, roundStretch, stressLines, tagLines } from './summary-words'
import { lengthWords, momentWords, stretchWords } from './time-words'

/** Minutes after ten o'clock, local time. */
const at = (minutes: number) => new Date(2026, 2, 14, 10).getTime() + minutes * 60_000
const stretch = (from: number, to: number): Stretch => ({ startMs: at(from), endMs: at(to) })
const whole = stretch(0, 60)

test('a length is said in the largest unit that fits', () => {
  expect([1000, 45_000, 300_000, 4_800_000, 7_200_000].map(lengthWords)).toEqual([
    '1 second',
    '45 seconds',
    '5 minutes',
    '1 hour 20 minutes',
    '2 hours',
  ])
})

test('times are said to the minute, and finer only where they are', () => {
  expect(stretchWords(stretch(10, 35))).toBe('10:10–10:35')
  expect(stretchWords(stretch(10.25, 11.5))).toBe('10:10:15–10:11:30')
  expect(stretchWords(stretch(0, 15 * 60))).toBe('14 March 2026, 10:00 to 15 March 2026, 01:00')
  expect([at(5), at(5.5)].map(momentWords)).toEqual(['10:05', '10:05:30'])
})

test('a stretch gets ends that people would say, and stays within the recording', () => {
  expect(roundStretch(whole, stretch(7.4, 12.6))).toEqual(stretch(7, 13))
  expect(roundStretch(whole, stretch(7.4, 9.1))).toEqual(stretch(7.5, 9))
  expect(roundStretch(stretch(0.3, 60), stretch(0.3, 5))).toEqual(stretch(0.3, 5))
})

test('the summary of stress names the most stressed stretch, the calmest, and where nothing can be said', () => {
  const lines = stressLines(
    {
      mostStressed: { ...stretch(10, 35), level: 0.864 },
      calmest: { ...stretch(40, 50), level: 0.03 },
      silent: [{ ...stretch(55, 60), abstention: 'unsure' }],
      silentMs: 300_000,
      readMs: 3_600_000,
    },
    whole,
  )
  expect(lines.map(({ lead, stretches, words }) => [lead, ...stretches.map(stretchWords), words].join(' '))).toEqual([
    'Most stressed 10:10–10:35 stress 86 % likely there',
    'Calmest 10:40–10:50 stress 3 % likely there',
    'Too unsure to say for 5 minutes 10:55–11:00 ',
  ])
})

test('without an episode that is said, and of a recording that says nothing only that', () => {
  expect(stressLines({ silent: [], silentMs: 0, readMs: 60_000 }, whole).map(({ lead }) => lead)).toEqual(['Nothing looks stressed'])
  const silent = [{ ...whole, abstention: 'poorSignal' as const }]
  expect(stressLines({ silent, silentMs: 3_600_000, readMs: 3_600_000 }, whole)).toMatchObject([
    { lead: 'Too little measured to say for 1 hour', stretches: [] },
  ])
})

test('walking is said with its length, its longest stretch and its steps; of a wearable nothing is said of rest', () => {
  const times = [
    { activity: 'still', totalMs: 2_400_000, longest: stretch(0, 40), boutCount: 1 },
    { activity: 'walking', totalMs: 720_000, longest: stretch(45, 52), boutCount: 3, cadenceSpm: 111.6 },
  ] as const
  expect(movementLines(times, true, whole)).toEqual([
    {
      key: 'walking',
      lead: 'Walking for 12 minutes',
      stretches: [stretch(45, 52)],
      words: 'the longest of 3 stretches, 112 steps a minute',
    },
  ])
  expect(movementLines(times, false, whole).map(({ lead }) => lead)).toEqual(['Still for 40 minutes', 'Walking for 12 minutes'])
})

test('marks of the wearer can be picked, the first six of many', () => {
  const moment = (tagMs: number): Stretch => ({ startMs: tagMs - 30_000, endMs: tagMs + 30_000 })
  expect(tagLines([], moment)).toEqual([])
  expect(tagLines([at(1)], moment)).toMatchObject([{ lead: 'One mark', stretches: [stretch(0.5, 1.5)] }])
  const [line] = tagLines(
    Array.from({ length: 8 }, (_, index) => at(index)),
    moment,
  )
  expect(line?.stretches).toHaveLength(6)
  expect(line?.words).toBe('and 2 more')
})

test('what could not be read is named with its reason, and small losses are not', () => {
  const channel = (name: ChannelQuality['channel'], gaps: readonly Stretch[], flatStretches: readonly Stretch[] = []): ChannelQuality => ({
    channel: name,
    coveredShare: 1,
    gaps,
    flatStretches,
    saturatedStretches: [],
    saturatedShare: 0,
  })
  const channels = [channel('eda', [], [stretch(10, 25)]), channel('heartRate', [stretch(0, 12)]), channel('skinTemp', [stretch(0, 1)])]
  expect(missingLines({ channels }, whole)).toMatchObject([
    { lead: 'Not all was read', words: 'skin conductance standing still for 15 minutes; heart rate not measured for 12 minutes' },
  ])
  expect(missingLines({ channels: [channel('eda', [])] }, whole)).toEqual([])
  expect(missingLines({ channels: [channel('bvp', []), channel('rrInterval', [whole])] }, whole)).toEqual([])
})
