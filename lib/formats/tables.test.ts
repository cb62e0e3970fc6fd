import { describe, expect, test } from 'vitest'

import type { TableMapping } from '@/lib/core/signal/table-mapping'

import { readRecordingFiles } from './read-recording-files'
import { makeFile, notesOf, readError, readOne, testStartSec, valuesOf } from './test-support'

const startMs = testStartSec * 1000

/** A table of rows that a function gives, with a header. */
function table(name: string, header: string, rowCount: number, rowAt: (index: number) => string): File {
  return makeFile(name, `${header}\n${Array.from({ length: rowCount }, (_, index) => `${rowAt(index)}\n`).join('')}`)
}

/** Reads a table as it was guessed. */
async function readGuessed(file: File, change: (mapping: TableMapping) => TableMapping = (mapping) => mapping) {
  const { questions } = await readRecordingFiles([file])
  const [question] = questions
  if (question === undefined) throw new Error('Nothing was asked.')
  const { recordings } = await readRecordingFiles([file], { mappedTables: [{ fileName: file.name, mapping: change(question.mapping) }] })
  const [recording] = recordings
  if (recording === undefined) throw new Error('Nothing was read.')
  return { recording, mapping: question.mapping }
}

describe('a table of acceleration', () => {
  test.each([
    { unit: 'g', perG: 1, decimals: 4 },
    { unit: 'm/s²', perG: 9.80665, decimals: 4 },
    { unit: 'thousandths of g', perG: 1000, decimals: 0 },
    { unit: '1/64 g', perG: 64, decimals: 0 },
    { unit: '1/4096 g', perG: 4096, decimals: 0 },
    { unit: '1/16384 g', perG: 16_384, decimals: 0 },
  ])('in $unit is recognised by gravity, and the unit said', async ({ unit, perG, decimals }) => {
    const file = table('mine.csv', 'timestamp,ax,ay,az', 500, (index) => {
      const sway = 0.05 * Math.sin(index / 8)
      return [startMs + index * 20, ...[sway, 0.6, 0.8].map((value) => (value * perG).toFixed(decimals))].join(',')
    })
    const { recording } = await readGuessed(file)
    expect(valuesOf(recording, 'accZ')[0]).toBeCloseTo(0.8, 1)
    expect(recording.hasGravity).toBe(true)
    if (unit !== 'g') expect(notesOf(recording, 'unit')).toEqual([expect.stringContaining(`was taken to be in ${unit}, as gravity is`)])
  })

  test('without gravity is read in the unit that its header or a person says, and that is said', async () => {
    const file = table(
      'mine.csv',
      'time (s),linear acceleration x (m/s^2),linear acceleration y (m/s^2),linear acceleration z (m/s^2)',
      300,
      (index) => [index / 50, 0.02, Math.sin(index / 5), -0.01].join(','),
    )
    const recording = await readOne(file)
    expect(recording.hasGravity).toBe(false)
    expect(valuesOf(recording, 'accY')[8]).toBeCloseTo(Math.sin(8 / 5) / 9.80665, 4)
    expect(notesOf(recording, 'gravity')[0]).toContain('is without gravity')
  })

  test('whose columns are swapped is read as a person puts them right', async () => {
    const file = table('mine.csv', 'timestamp,acc z,acc y,acc x', 200, (index) => [startMs + index * 20, 0.1, 0.2, 0.97].join(','))
    const { recording } = await readGuessed(file, (mapping) => ({
      columns: [mapping.columns[0], mapping.columns[3], mapping.columns[2], mapping.columns[1]].map((use) => use ?? { use: 'none' }),
    }))
    expect(valuesOf(recording, 'accX')[0]).toBeCloseTo(0.1, 4)
    expect(valuesOf(recording, 'accZ')[0]).toBeCloseTo(0.97, 4)
  })

  test('once a second is read as that', async () => {
    const file = table('mine.csv', 't,x,y,z', 60, (index) => [index, 0, 0, 9.81].join(','))
    const { recording } = await readGuessed(file)
    const { timestampsMs = new Float64Array(0) } = recording.series.accX ?? {}
    expect((timestampsMs[1] ?? 0) - (timestampsMs[0] ?? 0)).toBe(1000)
  })
})

describe('a unit that a header tells', () => {
  test.each([
    { header: 'EDA (uS)', value: 2.5, channel: 'eda', expected: 2.5 },
    { header: 'GSR resistance (kOhm)', value: 400, channel: 'eda', expected: 2.5 },
    { header: 'skin temp (°F)', value: 91.4, channel: 'skinTemp', expected: 33 },
    { header: 'skin temperature [K]', value: 306.15, channel: 'skinTemp', expected: 33 },
    { header: 'RR (s)', value: 0.8, channel: 'rrInterval', expected: 800 },
    { header: 'heart rate', value: 66, channel: 'heartRate', expected: 66 },
  ] as const)('$header is converted', async ({ header, value, channel, expected }) => {
    const file = table('mine.csv', `timestamp,${header},other`, 100, (index) => [testStartSec + index, value, index].join(','))
    const { recordings, questions } = await readRecordingFiles([file])
    const [recording] = recordings.length > 0 ? recordings : [(await readGuessed(file)).recording]
    if (recording === undefined) throw new Error(`Nothing was read, ${questions.length} questions.`)
    expect(valuesOf(recording, channel)[3]).toBeCloseTo(expected, 1)
  })

  test('is not believed where the values cannot be in it, and that is said', async () => {
    const file = table('mine.csv', 'timestamp,skin temperature (°C)', 100, (index) => [testStartSec + index, 91.4].join(','))
    const { recording } = await readGuessed(file, ({ columns }) => ({
      columns: columns.map((use) => (use.use === 'channel' ? { use: 'channel', channel: use.channel } : use)),
    }))
    expect(valuesOf(recording, 'skinTemp')[0]).toBeCloseTo(33, 1)
    expect(notesOf(recording, 'unit')).toEqual([expect.stringContaining('in °F, as its values are about 91.4')])
  })
})

test('a column that is another sensor’s is named while the good one is read', async () => {
  const file = table('mine.csv', 'timestamp,heart rate,skin temperature', 100, (index) => [testStartSec + index, 66, 4139].join(','))
  const { recording } = await readGuessed(file)
  expect(Object.keys(recording.series)).toEqual(['heartRate'])
  expect(notesOf(recording, 'skipped')).toEqual([
    expect.stringMatching(/mine\.csv: its values of skin temperature are about 4140, which fits none of °C/),
  ])
})

test('a file that cannot be read is named while the good one is read', async () => {
  const good = makeFile(
    'Polar_HR.txt',
    `Phone timestamp;HR [bpm]\n${Array.from({ length: 60 }, (_, index) => `2026-03-14T10:00:${String(index).padStart(2, '0')}.000;66\n`).join('')}`,
  )
  const bad = makeFile(
    'Polar_RR.txt',
    `Phone timestamp;RR-interval [ms]\n${'2026-03-14T10:00:00.000;820\n'.repeat(5)}${'no contact;x\n2026-03-14T10:00:00.000;820\n'.repeat(25)}`,
  )
  const recording = await readOne(good, bad)
  expect(Object.keys(recording.series)).toEqual(['heartRate'])
  expect(notesOf(recording, 'skipped')).toEqual([
    expect.stringMatching(/^Polar_RR\.txt: 25 of 55 rows are not readable, the first in line 7: "no contact;x"\. Expected a number/),
  ])
})

test('several devices that measured at once are one heart rate, and what was left out is counted', async () => {
  const record = (source: string, offsetSec: number, bpm: number) => {
    const time = `${new Date(startMs + offsetSec * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000`
    return `<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="${source}" unit="count/min" startDate="${time}" endDate="${time}" value="${bpm}"/>\n`
  }
  const watch = Array.from({ length: 120 }, (_, index) => record('Watch', index, 60))
  const strap = Array.from({ length: 10 }, (_, index) => record('Strap', 30 + index * 4, 90))
  const recording = await readOne(makeFile('export.xml', `<HealthData>\n${strap.join('')}${watch.join('')}</HealthData>`))
  expect(new Set(valuesOf(recording, 'heartRate'))).toEqual(new Set([60]))
  expect(notesOf(recording, 'duplicate')).toEqual([expect.stringContaining('(10 of 130 left out)')])
  expect(await readError(makeFile('export.xml', '<HealthData>\n</HealthData>'))).toMatchObject({ code: 'RECORDING_TOO_SHORT' })
})

test('the beats of Apple Health’s variability are read where there is no heart rate beside them', async () => {
  const beats = Array.from({ length: 30 }, (_, index) => {
    const time = `11:00:${String(index).padStart(2, '0')},${index % 10}0`
    return `<InstantaneousBeatsPerMinute bpm="${60 + (index % 3)}" time="${time}"/>`
  })
  const record = `<Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" sourceName="Watch" unit="ms" startDate="2026-03-14 11:00:00 +0100" value="40">`
  const recording = await readOne(makeFile('export.xml', `<HealthData>\n${record}\n${beats.join('\n')}\n</Record></HealthData>`))
  expect(recording.startMs).toBe(startMs)
  expect(valuesOf(recording, 'rrInterval').slice(0, 2)).toEqual([1000, 983.607])
})
