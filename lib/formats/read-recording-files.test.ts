import { describe, expect, test } from 'vitest'

import { readRecordingFiles } from './read-recording-files'
import { e4Text, makeFile, makeZip, notesOf, readError, readGenerated, readOne, repeat, sensorLoggerText } from './test-support'

const eda = e4Text(4, repeat('0.8', 100))
const total = sensorLoggerText(repeat([0, 0, 9.8], 200))

describe('readRecordingFiles', () => {
  test('reads recordings of several formats that were dropped together', async () => {
    const { recordings } = await readRecordingFiles([
      makeFile('EDA.csv', eda),
      makeFile('TotalAcceleration.csv', total),
      makeZip('more.zip', { 'TEMP.csv': e4Text(4, repeat('33', 100), 1_773_000_000) }),
    ])
    expect(recordings.map(({ fileName }) => fileName).toSorted()).toEqual(['EDA.csv', 'TotalAcceleration.csv', 'more.zip'])
    expect(recordings.map(({ startMs }) => startMs)).toEqual(recordings.map(({ startMs }) => startMs).toSorted((a, b) => a - b))
  })

  test('names the files that nothing could be read from when others could', async () => {
    const recording = await readOne(makeFile('EDA.csv', eda), makeFile('holiday.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10])))
    expect(notesOf(recording, 'skipped')).toEqual(['holiday.png was left out: it is a PNG picture.'])
  })

  test.each([
    { name: 'a picture', file: makeFile('me.csv', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])), found: 'me.csv is a JPEG picture' },
    { name: 'a PDF', file: makeFile('report.pdf', '%PDF-1.7\n'), found: 'report.pdf is a PDF document' },
    { name: 'a web page', file: readGenerated('e2e/fixtures/recordings/bad/web-page.csv'), found: 'web-page.csv is a web page' },
    { name: 'JSON', file: makeFile('a.json', ' [{"sensor":"Accelerometer"}]'), found: 'a.json is a JSON file' },
    {
      name: 'another table',
      file: makeFile('shop.csv', 'name,count\napples,3\n'),
      found: 'shop.csv is a text that begins with "name,count"',
    },
    {
      name: 'random bytes',
      file: makeFile(
        'noise.bin',
        Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919 + (index >> 3) * 31) % 256),
      ),
      found: 'noise.bin is a binary file that is not known here',
    },
    {
      name: 'a zip without a recording',
      file: readGenerated('e2e/fixtures/recordings/bad/no-recording.zip'),
      found: 'no-recording.zip is a zip that holds no recording, but notes/readme.txt, notes/list.csv',
    },
    { name: 'an empty zip', file: makeZip('nothing.zip', {}), found: 'nothing.zip is an empty zip' },
  ])('refuses $name, saying what was found and what is expected', async ({ file, found }) => {
    const error = await readError(file)
    expect(error.code).toBe('FORMAT_UNKNOWN')
    expect(error.message.startsWith(`${found}. Expected an export of Empatica E4`)).toBe(true)
    expect(error.message).toContain('Sensor Logger')
  })

  test('refuses a file of 0 bytes', async () => {
    expect(await readError(readGenerated('e2e/fixtures/recordings/bad/empty.csv'))).toMatchObject({
      code: 'FILE_EMPTY',
      message: expect.stringContaining('empty.csv has 0 bytes'),
    })
    expect(await readError(makeFile('ACC.csv', ''))).toMatchObject({
      code: 'FILE_EMPTY',
      message: expect.stringContaining('ACC.csv has 0 bytes'),
    })
    expect(await readError()).toMatchObject({ code: 'FILE_EMPTY' })
  })

  test('refuses a truncated zip, saying what it begins with', async () => {
    const error = await readError(readGenerated('e2e/fixtures/recordings/bad/truncated.zip'))
    expect(error).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(
        /truncated\.zip is a zip whose end is missing \(\d+ bytes are there; it begins with ACC\.csv, BVP\.csv/,
      ),
    })
  })

  test('refuses a file above the limit before it reads it', async () => {
    const huge = makeFile('EDA.csv', eda)
    Object.defineProperty(huge, 'size', { value: 5000 * 2 ** 20 })
    expect(await readError(huge)).toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: 'EDA.csv has 5,000 MB; at most 3,584 MB can be read. Export a shorter stretch of the recording.',
    })
  })

  test('says which file can no longer be read', async () => {
    const gone = makeFile('EDA.csv', eda)
    gone.slice = () => {
      const slice = new Blob()
      slice.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
      return slice
    }
    expect(await readError(gone)).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('EDA.csv can no longer be read'),
    })
  })

  test('tells its progress from the first piece to the last, rising', async () => {
    const shares: number[] = []
    await readRecordingFiles([makeFile('BVP.csv', e4Text(64, repeat('-12.34', 800_000)))], { onProgress: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  test('stops when asked to', async () => {
    const controller = new AbortController()
    const reading = readRecordingFiles([makeFile('BVP.csv', e4Text(64, repeat('-12.34', 800_000)))], {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(reading).rejects.toThrow('enough')
  })
})
