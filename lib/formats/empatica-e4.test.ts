import { describe, expect, test } from 'vitest'

import {
  e4AccText,
  e4Text,
  makeFile,
  makeZip,
  notesOf,
  readError,
  readGenerated,
  readOne,
  repeat,
  testStartSec,
  valuesOf,
} from './test-support'

const startMs = testStartSec * 1000
const eda = Array.from({ length: 400 }, (_, index) => (0.8 + 0.001 * index).toFixed(6))
const temp = repeat('33.41', 400)

describe('an Empatica E4 export', () => {
  test('is read from its zip: every sensor in the units of a recording, at its own rate', async () => {
    const recording = await readOne(readGenerated('e2e/fixtures/recordings/empatica-e4.zip'))
    expect(recording).toMatchObject({ sourceName: 'Empatica E4', fileName: 'empatica-e4.zip', startMs, hasGravity: true })
    expect(recording.tagsMs).toEqual([startMs + 70_000, startMs + 140_000])
    const rates = Object.entries(recording.series).map(([channel, { timestampsMs }]) => [
      channel,
      1000 / ((timestampsMs[1] ?? 0) - (timestampsMs[0] ?? 0)),
    ])
    expect(Object.fromEntries(rates)).toMatchObject({ accX: 32, bvp: 64, eda: 4, skinTemp: 4, heartRate: 1 })
    expect(recording.series.heartRate?.timestampsMs[0]).toBe(startMs + 10_000)
    const accLength = Math.hypot(...(['accX', 'accY', 'accZ'] as const).map((channel) => valuesOf(recording, channel)[0] ?? NaN))
    expect(accLength).toBeCloseTo(1, 1)
    for (const interval of valuesOf(recording, 'rrInterval')) expect(interval).toBeGreaterThan(500)
  })

  test('is the same from loose CSVs as from the zip', async () => {
    const names = ['ACC', 'BVP', 'EDA', 'HR', 'IBI', 'TEMP', 'tags']
    const loose = await readOne(...names.map((name) => readGenerated(`e2e/fixtures/recordings/empatica-e4/${name}.csv`)))
    const zipped = await readOne(readGenerated('e2e/fixtures/recordings/empatica-e4.zip'))
    expect({ ...loose, fileName: '' }).toEqual({ ...zipped, fileName: '' })
  })

  test('is read from a folder within a zip, past what macOS adds and info.txt', async () => {
    const zip = makeZip('mine.zip', {
      'session 1/EDA.csv': e4Text(4, eda),
      'session 1/info.txt': 'The first row is the initial time of the session expressed as unix timestamp in UTC.',
      '__MACOSX/session 1/._EDA.csv': 'x',
    })
    expect(valuesOf(await readOne(zip), 'eda').length).toBe(400)
  })

  test('keeps first samples that no skin has as missing, and says so', async () => {
    const recording = await readOne(makeFile('TEMP.csv', e4Text(4, [382.21, 382.21, ...temp])))
    expect(valuesOf(recording, 'skinTemp').slice(0, 3)).toEqual([NaN, NaN, 33.41])
    expect(notesOf(recording, 'skipped')).toEqual([
      'TEMP.csv: 2 of 402 values lie outside 5 to 50 degrees Celsius and were left out (the first is 382.2).',
    ])
  })

  test('says which files are not there', async () => {
    const recording = await readOne(makeFile('EDA.csv', e4Text(4, eda)))
    expect(notesOf(recording, 'missing')).toEqual([
      'Without BVP.csv (pulse), TEMP.csv (skin temperature), ACC.csv (motion); stress is read from what is there.',
    ])
    expect(recording.hasGravity).toBeUndefined()
  })

  test('knows a sensor by its name wherever the name stands, and by its values where no name does', async () => {
    expect(Object.keys((await readOne(makeFile('S9_EDA (1).csv', e4Text(4, temp)))).series)).toEqual(['eda'])
    const guesses = [
      { text: e4Text(64, repeat('-3.50', 640)), channel: 'bvp', word: 'pulse' },
      { text: e4Text(4, temp), channel: 'skinTemp', word: 'skin temperature' },
      { text: e4Text(4, eda), channel: 'eda', word: 'skin conductance' },
      { text: e4Text(1, repeat('71.50', 60)), channel: 'heartRate', word: 'heart rate' },
    ]
    for (const { text, channel, word } of guesses) {
      const recording = await readOne(makeFile('export.csv', text))
      expect(Object.keys(recording.series)).toEqual([channel])
      expect(notesOf(recording, 'unit')[0]).toContain(`taken for ${word}`)
    }
    const acc = await readOne(makeFile('export.csv', e4AccText(repeat([-1, 65, 5], 64))))
    expect(Object.keys(acc.series)).toEqual(['accX', 'accY', 'accZ'])
  })

  test.each([
    { unit: 'g', row: [-0.02, 1.01, 0.08] },
    { unit: 'm/s²', row: [-0.15, 9.95, 0.77] },
    { unit: 'thousandths of g', row: [-16, 1015, 78] },
  ])('takes acceleration in $unit for what it is', async ({ unit, row }) => {
    const recording = await readOne(makeFile('ACC.csv', e4AccText(repeat(row, 64))))
    expect(valuesOf(recording, 'accY')[0]).toBeCloseTo(1.01, 1)
    expect(notesOf(recording, 'unit')).toEqual([`ACC.csv: acceleration was taken to be in ${unit} instead of 1/64 g.`])
  })

  test('refuses acceleration in no unit that it knows', async () => {
    const error = await readError(makeFile('ACC.csv', e4AccText(repeat([0, 16_000, 0], 64))))
    expect(error).toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringContaining('length of about 16000. Expected about 64') })
  })

  test('turns Fahrenheit into Celsius', async () => {
    const recording = await readOne(makeFile('TEMP.csv', e4Text(4, repeat('92.30', 400))))
    expect(valuesOf(recording, 'skinTemp')[0]).toBeCloseTo(33.5, 3)
    expect(notesOf(recording, 'unit')[0]).toContain('Fahrenheit')
  })

  test('refuses a file whose values are another sensor’s', async () => {
    const error = await readError(makeFile('TEMP.csv', e4Text(4, eda)))
    expect(error).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/TEMP\.csv: 400 of 400 values .* Expected degrees Celsius/),
    })
  })

  test.each(['milliseconds', 'microseconds', 'nanoseconds'])('reads a start time in %s', async (unit) => {
    const zeros = { milliseconds: '000', microseconds: '000000', nanoseconds: '000000000' }[unit] ?? ''
    const recording = await readOne(makeFile('EDA.csv', e4Text(4, eda, `${testStartSec}${zeros}`)))
    expect(recording.startMs).toBe(startMs)
    expect(notesOf(recording, 'unit')).toEqual([`EDA.csv: the start time is in ${unit} instead of seconds.`])
  })

  test('reads intervals in milliseconds as well', async () => {
    const rows = repeat(0, 20).map((_, index) => `${(index * 0.8).toFixed(3)},800`)
    const recording = await readOne(makeFile('IBI.csv', `${testStartSec}.000000, IBI\n${rows.join('\n')}\n`))
    expect(valuesOf(recording, 'rrInterval')[3]).toBe(800)
    expect(recording.series.rrInterval?.timestampsMs[1]).toBe(startMs + 800)
    expect(notesOf(recording, 'unit')).toHaveLength(1)
  })

  test.each([
    { name: 'Windows line ends', change: (text: string) => text.replaceAll('\n', '\r\n') },
    { name: 'a byte order mark', change: (text: string) => `\uFEFF${text}` },
    {
      name: 'UTF-16',
      change: (text: string) => new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (letter) => letter.charCodeAt(0)).buffer),
    },
    { name: 'decimal commas', change: (text: string) => text.replaceAll('.', ',') },
    { name: 'quotes', change: (text: string) => text.replaceAll(/^(.+)$/gm, '"$1"') },
    { name: 'no line end at the end', change: (text: string) => text.trimEnd() },
    { name: 'blank lines at the end', change: (text: string) => `${text}\n \n` },
  ])('reads a file with $name', async ({ change }) => {
    const plain = await readOne(makeFile('EDA.csv', e4Text(4, eda)))
    expect((await readOne(makeFile('EDA.csv', change(e4Text(4, eda))))).series).toEqual(plain.series)
  })

  test('reads three columns between semicolons with decimal commas', async () => {
    const text = e4AccText(repeat([-1, 65, 5], 64))
      .replaceAll(',', ';')
      .replaceAll('.', ',')
    expect(valuesOf(await readOne(makeFile('ACC.csv', text)), 'accY')[0]).toBeCloseTo(65 / 64, 4)
  })

  test('keeps the time of what follows a row that cannot be read', async () => {
    const recording = await readOne(readGenerated('e2e/fixtures/recordings/bad/few-bad-rows/EDA.csv'))
    const whole = await readOne(readGenerated('e2e/fixtures/recordings/empatica-e4/EDA.csv'))
    expect(recording.endMs).toBe(whole.endMs)
    expect(valuesOf(recording, 'eda').filter(Number.isNaN)).toHaveLength(8)
    expect(notesOf(recording, 'skipped')).toEqual(['EDA.csv: 8 rows are not readable and were left out, the first (line 91).'])
  })

  test('refuses a file with text in too many of its rows', async () => {
    const error = await readError(readGenerated('e2e/fixtures/recordings/bad/text-in-numbers/EDA.csv'))
    expect(error).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/EDA\.csv: \d+ of 720 rows .*line 3: "no contact"\. Expected one number a row/),
    })
  })

  test('does not mix two sessions that were dropped together', async () => {
    const { recordings } = await (
      await import('./read-recording-files')
    ).readRecordingFiles([
      makeFile('EDA.csv', e4Text(4, eda, testStartSec + 86_400)),
      makeFile('EDA (1).csv', e4Text(4, eda)),
      makeFile('TEMP.csv', e4Text(4, temp)),
    ])
    expect(recordings.map(({ series }) => Object.keys(series))).toEqual([['eda', 'skinTemp'], ['eda']])
  })

  test('reads one of two files of the same sensor and time, and names the other', async () => {
    const recording = await readOne(makeFile('EDA.csv', e4Text(4, eda)), makeFile('EDA (1).csv', e4Text(4, eda)))
    expect(notesOf(recording, 'skipped')).toEqual(['EDA (1).csv holds the same sensor at the same time as another file and was left out.'])
  })

  test('goes on without a file that is empty or holds a header only', async () => {
    const recording = await readOne(
      makeFile('EDA.csv', e4Text(4, eda)),
      makeFile('ACC.csv', ''),
      makeFile('HR.csv', e4Text(1, [])),
      makeFile('tags.csv', ''),
    )
    expect(Object.keys(recording.series)).toEqual(['eda'])
    expect(notesOf(recording, 'missing')).toEqual(expect.arrayContaining(['ACC.csv is empty.', 'HR.csv holds no samples.']))
  })

  test('refuses a session without two samples', async () => {
    expect(await readError(makeFile('EDA.csv', e4Text(4, [])))).toMatchObject({ code: 'RECORDING_TOO_SHORT' })
    expect(await readError(makeFile('EDA.csv', e4Text(4, [0.5])))).toMatchObject({ code: 'RECORDING_TOO_SHORT' })
  })
})
