import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { makeFile, notesOf, readError, readOne, valuesOf } from './test-support'

const dataDir = path.join(import.meta.dirname, '../../../shared/data')
const isPresent = existsSync(dataDir)
if (!isPresent) process.stdout.write('real-exports.test.ts is skipped: ../shared/data is not beside the repository.\n')

/** Every file of a folder of real exports, as if dropped together. */
function filesOf(folder: string): File[] {
  const absolute = path.join(dataDir, folder)
  return readdirSync(absolute).map((name) => makeFile(name, new Uint8Array(readFileSync(path.join(absolute, name)))))
}

describe.skipIf(!isPresent)('real exports', () => {
  test('an E4 session of 104 minutes has every sample at its rate, in ranges of a living wrist', async () => {
    const recording = await readOne(...filesOf('wesad/E4_original_S9'))
    const counts = Object.entries(recording.series).map(([channel, { values }]) => [channel, values.length])
    expect(Object.fromEntries(counts)).toEqual({
      accX: 199_314,
      accY: 199_314,
      accZ: 199_314,
      bvp: 398_629,
      eda: 24_912,
      heartRate: 6219,
      rrInterval: 3278,
      skinTemp: 24_912,
    })
    expect(recording.startMs).toBe(1_499_771_441_000)
    expect(recording.endMs - recording.startMs).toBeCloseTo(6_228_562.5, 0)
    expect(recording.tagsMs).toEqual([1_499_777_669_010])
    const ranges = [
      { channel: 'skinTemp', min: 20, max: 40 },
      { channel: 'eda', min: 0, max: 60 },
      { channel: 'heartRate', min: 40, max: 200 },
      { channel: 'accX', min: -2, max: 2 },
    ] as const
    for (const { channel, min, max } of ranges) {
      const present = valuesOf(recording, channel).filter((value) => !Number.isNaN(value))
      expect(present.every((value) => value >= min && value <= max)).toBe(true)
    }
    expect(notesOf(recording, 'skipped')).toEqual([expect.stringMatching(/^TEMP\.csv: 4 of 24912 .*\(the first is 382\.2\)\.$/)])
  })

  test('a short E4 session with tags is read whole', async () => {
    const recording = await readOne(...filesOf('wearable-exports/empatica-e4/devicely'))
    expect(recording.tagsMs).toHaveLength(4)
    expect(recording.series.rrInterval?.values).toHaveLength(49)
    expect(recording.notes).toEqual([])
  })

  test('an iPhone’s Accelerometer.csv and Gyroscope.csv are read, and known to lack gravity', async () => {
    const recording = await readOne(...filesOf('wearable-exports/sensor-logger'))
    expect(recording.hasGravity).toBe(false)
    expect(recording.series.accX?.values).toHaveLength(1038)
    expect(recording.series.gyroX?.values).toHaveLength(1038)
    const { timestampsMs = new Float64Array(0) } = recording.series.accX ?? {}
    expect(((timestampsMs.at(-1) ?? NaN) - (timestampsMs[0] ?? NaN)) / 1037).toBeCloseTo(10.03, 2)
    expect(notesOf(recording, 'gravity')).toHaveLength(1)
  })

  test.each(['phyphox', 'garmin', 'rr-intervals', 'empatica-embraceplus', 'faros', 'shimmer', 'fitbit'])(
    'files of %s, which nothing reads yet, are refused as unknown',
    async (folder) => {
      for (const file of filesOf(`wearable-exports/${folder}`)) expect(await readError(file)).toMatchObject({ code: 'FORMAT_UNKNOWN' })
    },
  )
})
