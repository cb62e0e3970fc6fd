import { describe, expect, test } from 'vitest'

import {
  makeFile,
  makeZip,
  notesOf,
  readError,
  readGenerated,
  readOne,
  repeat,
  sensorLoggerText,
  testStartSec,
  valuesOf,
} from './test-support'

const startMs = testStartSec * 1000
const perG = 9.80665
/** A phone on its back that shakes a little: x, y, z in m/s^2. */
const still = Array.from({ length: 500 }, (_, index) => [0.1 * Math.sin(index), 0.05, perG] as const).map(
  ([x, y, z]): [number, number, number] => [x, y, z],
)
const shaking = still.map(([x, y]): [number, number, number] => [x, y, 0])
const gravity = repeat<[number, number, number]>([0, 0, perG], 500)
const turnRound = (rows: readonly [number, number, number][]) => rows.map(([x, y, z]): [number, number, number] => [-x, -y, -z])
const scale = (rows: readonly [number, number, number][], factor: number) =>
  rows.map(([x, y, z]): [number, number, number] => [x * factor, y * factor, z * factor])
const expectClose = (values: readonly number[], expected: readonly number[], tolerance: number) => {
  expect(values).toHaveLength(expected.length)
  expect(Math.max(...values.map((value, index) => Math.abs(value - (expected[index] ?? NaN))))).toBeLessThanOrEqual(tolerance)
}
const metadata = (platform: string, standardisation: string) =>
  `version,device name,recording time,platform,standardisation\n3,"Ann's phone, red",2026-03-14_10-00-00,${platform},${standardisation}\n`

describe('a Sensor Logger export', () => {
  test('is read from its zip in g and rad/s, by the header and not the order of columns', async () => {
    const zip = makeZip('walk.zip', {
      'TotalAcceleration.csv': sensorLoggerText(repeat([0.6 * perG, 0.8 * perG, 0], 100)),
      'Gyroscope.csv': sensorLoggerText(repeat([1, 2, 3], 100)),
      'Magnetometer.csv': sensorLoggerText(repeat([40, 0, 0], 100)),
    })
    const recording = await readOne(zip)
    expect(recording).toMatchObject({ sourceName: 'Sensor Logger', fileName: 'walk.zip', startMs, endMs: startMs + 1980, hasGravity: true })
    const firsts = Object.entries(recording.series).map(([channel, { values }]) => [channel, Number(values[0]?.toFixed(5))])
    expect(Object.fromEntries(firsts)).toEqual({ accX: 0.6, accY: 0.8, accZ: 0, gyroX: 1, gyroY: 2, gyroZ: 3 })
  })

  test('has the same acceleration from Android, from an iPhone and from standardised files', async () => {
    const total = await readOne(makeFile('TotalAcceleration.csv', sensorLoggerText(still)))
    const android = await readOne(
      makeZip('android.zip', {
        'Accelerometer.csv': sensorLoggerText(shaking),
        'Gravity.csv': sensorLoggerText(gravity),
        'Metadata.csv': metadata('android', 'false'),
      }),
    )
    const iphone = await readOne(
      makeZip('iphone.zip', {
        'Accelerometer.csv': sensorLoggerText(turnRound(shaking)),
        'Gravity.csv': sensorLoggerText(turnRound(gravity)),
        'Metadata.csv': metadata('ios', 'false'),
      }),
    )
    const standardised = await readOne(
      makeZip('standardised.zip', {
        'Accelerometer.csv': sensorLoggerText(shaking),
        'Gravity.csv': sensorLoggerText(gravity),
        'Metadata.csv': metadata('ios', 'true'),
      }),
    )
    expect(valuesOf(total, 'accZ')[0]).toBe(1)
    for (const recording of [android, iphone, standardised]) {
      expect(recording.hasGravity).toBe(true)
      expect(recording.sourceName).toBe("Sensor Logger, Ann's phone, red")
      for (const channel of ['accX', 'accY', 'accZ'] as const) {
        expectClose(valuesOf(recording, channel), valuesOf(total, channel), 1e-5)
      }
    }
  })

  test('takes files that do not say so for an iPhone’s when TotalAcceleration.csv is not among them', async () => {
    const files = ['Accelerometer.csv', 'Gravity.csv'].map((name) => readGenerated(`e2e/fixtures/recordings/sensor-logger-iphone/${name}`))
    const recording = await readOne(...files)
    const android = await readOne(readGenerated('e2e/fixtures/recordings/sensor-logger/TotalAcceleration.csv'))
    expect(notesOf(recording, 'gravity')).toEqual([
      'Without Metadata.csv it is not known which way the axes point; they were taken for those of an iPhone.',
    ])
    // The fixtures are written with four digits behind the point, each on its own.
    expectClose(valuesOf(recording, 'accZ'), valuesOf(android, 'accZ'), 1e-4)
  })

  test('joins Gravity.csv by time where its samples lie between those of Accelerometer.csv', async () => {
    const rising = Array.from({ length: 120 }, (_, index): [number, number, number] => [0, 0, 9 + index * 0.01])
    const recording = await readOne(
      makeFile('Accelerometer.csv', sensorLoggerText(repeat([0, 0, 0.5], 100), testStartSec + 0)),
      // Ten milliseconds earlier: 0.005 m/s^2 less than at the sample after it.
      makeFile(
        'Gravity.csv',
        sensorLoggerText(rising).replaceAll(
          /^(\d{10})(\d{9}),/gm,
          (_, sec: string, rest: string) => `${BigInt(sec + rest) - 10_000_000n},`,
        ),
      ),
      makeFile('Metadata.csv', metadata('android', 'false')),
    )
    expect((valuesOf(recording, 'accZ')[10] ?? NaN) * perG).toBeCloseTo(9 + 10.5 * 0.01 + 0.5, 4)
  })

  test('says that lying, sitting and standing cannot be told without gravity', async () => {
    const recording = await readOne(makeFile('Accelerometer.csv', sensorLoggerText(shaking)))
    expect(recording.hasGravity).toBe(false)
    expect(notesOf(recording, 'gravity')).toEqual([expect.stringContaining('lying, sitting and standing cannot be told apart')])
  })

  test('does not join gravity of another time', async () => {
    const recording = await readOne(
      makeFile('Accelerometer.csv', sensorLoggerText(shaking)),
      makeFile('Gravity.csv', sensorLoggerText(gravity, testStartSec + 30)),
    )
    expect(recording.hasGravity).toBe(false)
    expect(valuesOf(recording, 'accY').every(Number.isFinite)).toBe(true)
  })

  test('prefers TotalAcceleration.csv, and falls back on the uncalibrated file, which an iPhone writes in g', async () => {
    const iphoneInG = sensorLoggerText(turnRound(scale(still, 1 / perG)))
    const withTotal = await readOne(
      makeZip('a.zip', {
        'AccelerometerUncalibrated.csv': iphoneInG,
        'TotalAcceleration.csv': sensorLoggerText(scale(still, 2 / 2)),
        'Accelerometer.csv': sensorLoggerText(shaking),
      }),
    )
    expect(valuesOf(withTotal, 'accZ')[0]).toBe(1)
    const fallback = await readOne(
      makeZip('b.zip', {
        'AccelerometerUncalibrated.csv': iphoneInG,
        'Accelerometer.csv': sensorLoggerText(turnRound(shaking)),
        'Metadata.csv': metadata('ios', 'false'),
      }),
    )
    expect(fallback.hasGravity).toBe(true)
    expect(valuesOf(fallback, 'accZ')[0]).toBeCloseTo(1, 5)
    expect(notesOf(fallback, 'unit')).toEqual([])
  })

  test('takes acceleration in g for what it is, as gravity shows', async () => {
    const recording = await readOne(readGenerated('e2e/fixtures/recordings/bad/wrong-unit/TotalAcceleration.csv'))
    const right = await readOne(readGenerated('e2e/fixtures/recordings/sensor-logger/TotalAcceleration.csv'))
    expect(notesOf(recording, 'unit')).toEqual([
      'TotalAcceleration.csv: acceleration was taken to be in g instead of m/s², as gravity is 1.00.',
    ])
    expectClose(valuesOf(recording, 'accZ'), valuesOf(right, 'accZ'), 1e-4)
    const atRest = await readOne(makeFile('Accelerometer.csv', sensorLoggerText(scale(still, 1 / perG))))
    expect(atRest.hasGravity).toBe(true)
  })

  test('refuses acceleration in no unit that it knows', async () => {
    const error = await readError(makeFile('TotalAcceleration.csv', sensorLoggerText(scale(still, 6))))
    expect(error).toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringContaining('58.8 long. Expected gravity, 9.8 m/s²') })
  })

  test('turns degrees a second into rad/s', async () => {
    const recording = await readOne(
      makeFile('TotalAcceleration.csv', sensorLoggerText(still)),
      makeFile('Gyroscope.csv', sensorLoggerText(repeat([180, 0, -90], 500))),
    )
    expect(valuesOf(recording, 'gyroX')[0]).toBeCloseTo(Math.PI, 5)
    expect(notesOf(recording, 'unit')[0]).toContain('degrees a second')
  })

  test('says that the gyroscope is not there', async () => {
    const recording = await readOne(makeFile('TotalAcceleration.csv', sensorLoggerText(still)))
    expect(notesOf(recording, 'missing')).toEqual(['Without Gyroscope.csv; activity is told from acceleration alone.'])
  })

  test.each([
    { unit: 'seconds', cut: 9 },
    { unit: 'milliseconds', cut: 6 },
    { unit: 'microseconds', cut: 3 },
  ])('reads times in $unit', async ({ unit, cut }) => {
    // Whole seconds would repeat: the rest goes behind a point.
    const text = sensorLoggerText(still).replaceAll(/^(\d{19})/gm, (time: string) => `${time.slice(0, 19 - cut)}.${time.slice(19 - cut)}`)
    const recording = await readOne(makeFile('TotalAcceleration.csv', text))
    expect(recording.startMs).toBe(startMs)
    expect(recording.series.accX?.timestampsMs[7]).toBeCloseTo(startMs + 140, 2)
    expect(notesOf(recording, 'unit')).toEqual([`TotalAcceleration.csv: times are in ${unit} instead of nanoseconds.`])
  })

  test('uses seconds_elapsed where a spreadsheet has rounded the times', async () => {
    const text = sensorLoggerText(still).replaceAll(/^\d{19}/gm, '1.77348E+18')
    const recording = await readOne(makeFile('TotalAcceleration.csv', text))
    const { timestampsMs = new Float64Array(0) } = recording.series.accX ?? {}
    expect((timestampsMs[50] ?? NaN) - (timestampsMs[0] ?? NaN)).toBeCloseTo(1000, 3)
    expect(notesOf(recording, 'unit')).toEqual([
      'TotalAcceleration.csv: a spreadsheet has rounded the column time, so seconds_elapsed was used.',
    ])
  })

  test('sorts samples, leaves out repeated times and times of another year, and says so', async () => {
    const [header = '', ...lines] = sensorLoggerText(still).trimEnd().split('\n')
    const swapped = lines.with(10, lines[11] ?? '').with(11, lines[10] ?? '')
    const stray = (lines[0] ?? '').replace(/^17/, '12')
    const recording = await readOne(makeFile('TotalAcceleration.csv', [header, ...swapped, lines[20], stray].join('\n')))
    const times = Array.from(recording.series.accX?.timestampsMs ?? [])
    expect(times).toHaveLength(500)
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? Infinity))).toBe(true)
    expect(notesOf(recording, 'skipped')).toEqual(['TotalAcceleration.csv: 1 samples with an impossible time were left out.'])
    expect(notesOf(recording, 'clock')).toEqual([
      'TotalAcceleration.csv: the samples were not in the order of their times and have been sorted.',
    ])
    expect(notesOf(recording, 'duplicate')).toEqual(['TotalAcceleration.csv: 1 samples repeat the time of another and were left out.'])
  })

  test('refuses times that are none', async () => {
    const text = sensorLoggerText(still).replaceAll(/^\d{19}/gm, '12.5')
    expect(await readError(makeFile('TotalAcceleration.csv', text))).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('the column time holds values of about 12.5. Expected nanoseconds since 1970'),
    })
  })

  test.each([
    { name: 'Windows line ends', change: (text: string) => text.replaceAll('\n', '\r\n') },
    { name: 'a byte order mark', change: (text: string) => `\uFEFF${text}` },
    { name: 'semicolons and decimal commas', change: (text: string) => text.replaceAll(',', ';').replaceAll('.', ',') },
    { name: 'quotes', change: (text: string) => text.replaceAll(/[^,\n]+/g, '"$&"') },
  ])('reads a file with $name', async ({ change }) => {
    const plain = await readOne(makeFile('TotalAcceleration.csv', sensorLoggerText(still)))
    expect((await readOne(makeFile('TotalAcceleration.csv', change(sensorLoggerText(still))))).series).toEqual(plain.series)
  })

  test('makes the watch’s heart rate a recording of its own', async () => {
    const { readRecordingFiles } = await import('./read-recording-files')
    const bpm = [
      'time,seconds_elapsed,bpm',
      ...Array.from({ length: 20 }, (_, index) => `${testStartSec + 5 * index}000000000,${5 * index},${index === 3 ? 0 : 71}`),
    ]
    const { recordings } = await readRecordingFiles([
      makeZip('both.zip', { 'TotalAcceleration.csv': sensorLoggerText(still), 'HeartRate.csv': bpm.join('\n') }),
    ])
    expect(recordings.map(({ series }) => Object.keys(series))).toEqual([['accX', 'accY', 'accZ'], ['heartRate']])
    expect(Array.from(recordings[1]?.series.heartRate?.values.slice(2, 5) ?? [])).toEqual([71, NaN, 71])
  })

  test('does not mix two recordings that were dropped together', async () => {
    const { readRecordingFiles } = await import('./read-recording-files')
    const { recordings } = await readRecordingFiles([
      makeFile('TotalAcceleration.csv', sensorLoggerText(still)),
      makeFile('TotalAcceleration (1).csv', sensorLoggerText(still, testStartSec + 3600)),
      makeFile('Gyroscope.csv', sensorLoggerText(shaking, testStartSec + 3600)),
    ])
    expect(recordings.map(({ series }) => Object.keys(series).length)).toEqual([3, 6])
  })

  test('names what it needs when there is no accelerometer', async () => {
    expect(await readError(makeFile('Gyroscope.csv', sensorLoggerText(shaking)))).toMatchObject({
      code: 'FILE_UNREADABLE',
      message:
        'Sensor Logger without an accelerometer: found Gyroscope.csv. Expected TotalAcceleration.csv, or Accelerometer.csv with Gravity.csv.',
    })
  })

  test('knows an accelerometer without a name by its gravity, and asks for the name of anything else', async () => {
    expect((await readOne(makeFile('export.csv', sensorLoggerText(still)))).hasGravity).toBe(true)
    expect(await readError(makeFile('export.csv', sensorLoggerText(shaking)))).toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('name does not tell the sensor'),
    })
  })

  test('refuses files without two samples', async () => {
    expect(await readError(makeFile('TotalAcceleration.csv', sensorLoggerText([])))).toMatchObject({ code: 'RECORDING_TOO_SHORT' })
    expect(await readError(makeFile('TotalAcceleration.csv', sensorLoggerText(still.slice(0, 1))))).toMatchObject({
      code: 'RECORDING_TOO_SHORT',
    })
  })
})
