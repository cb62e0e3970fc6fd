import { readdirSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { plausibleRange, quantityOfChannel } from '@/lib/core/signal/quantities'
import type { Channel, Recording } from '@/lib/core/signal/recording'

import { recordingFormatNames, readRecordingFiles } from './read-recording-files'
import { readGenerated, testStartSec } from './test-support'

const fixtures = 'e2e/fixtures/recordings'
const startMs = testStartSec * 1000

/** How often a channel is measured; 'beat' for one value a beat. */
type Rates = Partial<Record<Channel, number | 'beat'>>
const acc = (rateHz: number): Rates => ({ accX: rateHz, accY: rateHz, accZ: rateHz })
const gyro = (rateHz: number): Rates => ({ gyroX: rateHz, gyroY: rateHz, gyroZ: rateHz })

/** What every fixture holds: its channels with their rates, and whether its own dates are read (a list of intervals has none). */
const exports: readonly { readonly folder: string; readonly formatName: string; readonly rates: Rates; readonly hasNoDate?: boolean }[] = [
  {
    folder: 'empatica-e4',
    formatName: 'Empatica E4',
    rates: { ...acc(32), bvp: 64, eda: 4, skinTemp: 4, heartRate: 1, rrInterval: 'beat' },
  },
  {
    folder: 'embrace-plus',
    formatName: 'Empatica EmbracePlus',
    rates: { ...acc(32), bvp: 64, eda: 4, skinTemp: 4, rrInterval: 'beat' },
  },
  { folder: 'embrace-plus-minutes', formatName: 'Empatica EmbracePlus', rates: { eda: 1 / 60, skinTemp: 1 / 60, heartRate: 1 / 60 } },
  { folder: 'apple-health', formatName: 'Apple Health', rates: { heartRate: 1 } },
  { folder: 'fit', formatName: 'FIT (Garmin, Wahoo, Suunto, Coros)', rates: { heartRate: 1, rrInterval: 'beat' } },
  { folder: 'tcx', formatName: 'TCX or GPX', rates: { heartRate: 1 } },
  { folder: 'fitbit', formatName: 'Fitbit', rates: { heartRate: 1 / 5 } },
  { folder: 'polar-sensor-logger', formatName: 'Polar Sensor Logger', rates: { ...acc(32), heartRate: 1, rrInterval: 'beat' } },
  { folder: 'polar-flow', formatName: 'Polar Flow', rates: { heartRate: 1 } },
  { folder: 'polar-account', formatName: 'Polar account export', rates: { heartRate: 1, rrInterval: 'beat' } },
  { folder: 'oura', formatName: 'Oura', rates: { heartRate: 1 / 300, skinTemp: 1 / 60 } },
  { folder: 'whoop', formatName: 'WHOOP', rates: { heartRate: 1 / 86_400, skinTemp: 1 / 86_400 } },
  { folder: 'shimmer', formatName: 'Shimmer', rates: { ...acc(8), eda: 8, heartRate: 8 } },
  { folder: 'sensor-logger', formatName: 'Sensor Logger', rates: { ...acc(50), ...gyro(50) } },
  { folder: 'phyphox', formatName: 'phyphox', rates: { ...acc(50), ...gyro(50) } },
  { folder: 'capture-24', formatName: 'Wrist accelerometer (time,x,y,z)', rates: acc(32) },
  { folder: 'rr-intervals', formatName: 'Beat intervals', rates: { rrInterval: 'beat' }, hasNoDate: true },
  { folder: 'rr-intervals-timed', formatName: 'Beat intervals', rates: { rrInterval: 'beat' } },
  { folder: 'event-list', formatName: 'Event list', rates: { heartRate: 1, rrInterval: 'beat' } },
]

function filesOf(folder: string): File[] {
  const absolute = path.join(import.meta.dirname, '../..', fixtures, folder)
  return readdirSync(absolute).map((name) => readGenerated(`${fixtures}/${folder}/${name}`))
}

/** The first recording of a folder's files. */
async function readFolder(folder: string): Promise<Recording> {
  const { recordings } = await readRecordingFiles(filesOf(folder))
  const [recording] = recordings
  if (recording === undefined) throw new Error(`${folder} gave no recording.`)
  return recording
}

test('every format has a fixture here', () => {
  expect([...new Set(exports.map(({ formatName }) => formatName))].toSorted()).toEqual(recordingFormatNames.toSorted())
})

describe.each(exports)('the export in $folder', ({ folder, formatName, rates, hasNoDate }) => {
  test('gives its channels, each at its rate, with times that rise', async () => {
    const recording = await readFolder(folder)
    expect(recording.sourceName.length).toBeGreaterThan(2)
    expect(Object.keys(recording.series).toSorted()).toEqual(Object.keys(rates).toSorted())
    for (const [channel, { timestampsMs, values }] of Object.entries(recording.series)) {
      expect(values.length).toBe(timestampsMs.length)
      expect(timestampsMs.every((timestampMs, index) => index === 0 || timestampMs > (timestampsMs[index - 1] ?? NaN))).toBe(true)
      const stepsMs = Array.from(timestampsMs.subarray(1), (timestampMs, index) => timestampMs - (timestampsMs[index] ?? NaN)).toSorted(
        (a, b) => a - b,
      )
      const rate = rates[channel as Channel]
      const stepMs = rate === 'beat' || rate === undefined ? 800 : 1000 / rate
      // Beats come at 60 to 100 a minute; times in whole milliseconds are half of one off.
      const toleranceMs = rate === 'beat' ? 250 : 1
      expect(Math.abs((stepsMs[stepsMs.length >> 1] ?? NaN) - stepMs)).toBeLessThanOrEqual(toleranceMs)
    }
    if (hasNoDate !== true) {
      expect(Math.abs(recording.startMs - startMs)).toBeLessThan(25 * 3_600_000)
      if (folder !== 'whoop' && folder !== 'sensor-logger') expect(Math.abs(recording.startMs - startMs)).toBeLessThan(2500)
    }
  })

  test('has every value in the units of a recording, within what a wearer can give, and NaN for none', async () => {
    const { series, hasGravity } = await readFolder(folder)
    for (const [channel, { values }] of Object.entries(series)) {
      const quantity = quantityOfChannel[channel as Channel]
      const present = Array.from(values).filter((value) => !Number.isNaN(value))
      expect(present.length).toBeGreaterThan(values.length / 2)
      expect(present.every(Number.isFinite)).toBe(true)
      if (quantity === 'pulseWave') continue
      const [min, max] = plausibleRange[quantity]
      expect(present.filter((value) => value < min || value > max)).toEqual([])
    }
    const { heartRate, rrInterval, eda, skinTemp, accX, accY, accZ } = series
    // The person that all fixtures are written from: 60 to 100 beats a minute, a few microsiemens, a warm wrist, gravity of 1 g.
    const medianOf = (values: Float32Array) => values.toSorted()[values.length >> 1] ?? NaN
    if (heartRate) expect(medianOf(heartRate.values)).toBeGreaterThan(55)
    if (heartRate) expect(medianOf(heartRate.values)).toBeLessThan(110)
    if (rrInterval) expect(medianOf(rrInterval.values)).toBeGreaterThan(550)
    if (rrInterval) expect(medianOf(rrInterval.values)).toBeLessThan(1000)
    if (eda) expect(medianOf(eda.values)).toBeGreaterThan(0.5)
    if (eda) expect(medianOf(eda.values)).toBeLessThan(5)
    if (skinTemp) expect(medianOf(skinTemp.values)).toBeGreaterThan(30)
    if (accX && accY && accZ) {
      const lengths = accX.values.map((x, index) => Math.hypot(x, accY.values[index] ?? NaN, accZ.values[index] ?? NaN))
      expect(medianOf(lengths)).toBeGreaterThan(0.85)
      expect(medianOf(lengths)).toBeLessThan(1.15)
      expect(hasGravity).toBe(true)
    }
  })

  test('is the same whatever its files are called', async () => {
    // An E4's sensors and those of Sensor Logger are told apart by name where their tables are alike, as is a gyroscope.
    if (['empatica-e4', 'sensor-logger', 'phyphox'].includes(folder)) return
    const renamed = await Promise.all(
      filesOf(folder).map(async (file, index) => new File([await file.arrayBuffer()], `${index}.bin`, { lastModified: file.lastModified })),
    )
    const { recordings } = await readRecordingFiles(renamed)
    const plain = await readFolder(folder)
    expect(Object.keys(recordings[0]?.series ?? {})).toEqual(Object.keys(plain.series))
    expect(recordings[0]?.sourceName).toBe(plain.sourceName)
  })

  test('tells its progress, rising to 1, and stops when asked to', async () => {
    const shares: number[] = []
    await readRecordingFiles(filesOf(folder), { onProgress: (share) => shares.push(share) })
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    await expect(readRecordingFiles(filesOf(folder), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  test(`is one of ${formatName}, and says what it noticed in sentences`, async () => {
    const { notes } = await readFolder(folder)
    for (const { message } of notes) expect(message).toMatch(/^\S.*[.)]$/)
    expect(new Set(notes.map(({ message }) => message)).size).toBe(notes.length)
  })
})
