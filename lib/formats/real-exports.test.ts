import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { readRecordingFiles } from './read-recording-files'
import { makeFile, notesOf, readError, readOne, valuesOf } from './test-support'

const dataDir = path.join(import.meta.dirname, '../../../shared/data')
const isPresent = existsSync(dataDir)
if (!isPresent) process.stdout.write('real-exports.test.ts is skipped: ../shared/data is not beside the repository.\n')

/** Every file of a folder of real exports, as if dropped together. */
function filesOf(folder: string): File[] {
  const absolute = path.join(dataDir, folder)
  return readdirSync(absolute).map((name) => makeFile(name, new Uint8Array(readFileSync(path.join(absolute, name)))))
}

function realFile(name: string): File {
  return makeFile(path.basename(name), new Uint8Array(readFileSync(path.join(dataDir, 'wearable-exports', name))))
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

  test.each([
    { file: 'phyphox/Accelerometer.csv', counts: { accX: 3999, accY: 3999, accZ: 3999 }, lengthSec: 398.73 },
    { file: 'phyphox/Gyroscope.csv', counts: { gyroX: 3999, gyroY: 3999, gyroZ: 3999 }, lengthSec: 398.73 },
    { file: 'garmin/flirt_data.csv', counts: { heartRate: 1807, rrInterval: 3482 }, lengthSec: 3628.83 },
    { file: 'garmin-fit/garmin-fenix-5-run.fit', counts: { heartRate: 21, rrInterval: 113 }, lengthSec: 76 },
    { file: 'garmin-fit/activity-small-fenix2-run.fit', counts: { heartRate: 2808 }, lengthSec: 2833 },
    { file: 'garmin-fit/sample-activity-indoor-trainer.fit', counts: { heartRate: 2263 }, lengthSec: 2263 },
    { file: 'apple-health/alxdrcirilo_export.xml', counts: { heartRate: 2 }, lengthSec: 1 },
    { file: 'apple-health/alxdrcirilo_export.zip', counts: { heartRate: 2 }, lengthSec: 1 },
    { file: 'tcx/test.tcx', counts: { heartRate: 383 }, lengthSec: 1991 },
    { file: 'rr-intervals/real_rri.txt', counts: { rrInterval: 772 }, lengthSec: 915.45 },
    { file: 'rr-intervals/rest_rri.txt', counts: { rrInterval: 910 }, lengthSec: 962.32 },
    { file: 'rr-intervals/rri_multiple_columns_datetime.csv', counts: { rrInterval: 4 }, lengthSec: 3 },
    {
      file: 'empatica-embraceplus/1-1-MED1_1714163277.avro',
      counts: { accX: 416, accY: 416, accZ: 416, bvp: 384, eda: 30, skinTemp: 5, rrInterval: 7 },
      lengthSec: 11.74,
    },
    {
      file: 'shimmer/read_test_data.csv',
      counts: { accX: 86, accY: 86, accZ: 86, gyroX: 86, gyroY: 86, gyroZ: 86, eda: 86 },
      lengthSec: 1.74,
    },
    { file: 'biofourmis-everion/CsvData_signals_EV-EC39-7079-57A8.csv', counts: { heartRate: 21, skinTemp: 21 }, lengthSec: 20 },
    { file: 'biofourmis-everion/CsvData_features_EV-EC39-7079-57A8.csv', counts: { rrInterval: 347 }, lengthSec: 331.5 },
  ])('$file gives all of its samples', async ({ file, counts, lengthSec }) => {
    const recording = await readOne(realFile(file))
    expect(Object.fromEntries(Object.entries(recording.series).map(([channel, { values }]) => [channel, values.length]))).toEqual(counts)
    expect((recording.endMs - recording.startMs) / 1000).toBeCloseTo(lengthSec, 0)
  })

  test.each([
    { file: 'tcx/no_hr.tcx', code: 'RECORDING_TOO_SHORT', words: 'Expected track points with a time and a heart rate' },
    { file: 'garmin-fit/MonitoringFile.fit', code: 'RECORDING_TOO_SHORT', words: 'Expected a heart rate or beat intervals' },
    { file: 'garmin-fit/activity-unexpected-eof.fit', code: 'FILE_UNREADABLE', words: 'is cut: 768 of 771 bytes are there' },
    { file: 'faros/HRV.csv', code: 'FILE_UNREADABLE', words: 'its values of the beat intervals are about 2950' },
  ])('$file, which holds no signal, is refused with the reason', async ({ file, code, words }) => {
    expect(await readError(realFile(file))).toMatchObject({ code, message: expect.stringContaining(words) })
  })

  test.each([
    { file: 'garmin/flirt_acc.csv', channels: ['accX', 'accY', 'accZ'] },
    { file: 'garmin-fit/garmin-fenix-5-run-records.csv', channels: ['heartRate', 'skinTemp'] },
    { file: 'fitbit/fitabase_dailyActivity_merged.csv', channels: [] },
  ])('$file, a table of nobody’s format, is asked about with a guess', async ({ file, channels }) => {
    const { recordings, questions } = await readRecordingFiles([realFile(file)])
    expect(recordings).toEqual([])
    const [question] = questions
    expect(question?.mapping.columns.flatMap((use) => (use.use === 'channel' ? [use.channel] : []))).toEqual(channels)
    expect(question?.mapping.columns.filter(({ use }) => use === 'time')).toHaveLength(1)
  })

  test('acceleration in thousandths of g is recognised once its columns are said', async () => {
    const file = realFile('garmin/flirt_acc.csv')
    const { questions } = await readRecordingFiles([file])
    const { recordings } = await readRecordingFiles([file], { mappedTables: questions })
    expect(recordings[0]?.notes.flatMap(({ kind, message }) => (kind === 'unit' ? [message] : []))).toEqual([
      expect.stringContaining('in thousandths of g, as gravity is'),
    ])
    expect(recordings[0]?.hasGravity).toBe(true)
  })
})
