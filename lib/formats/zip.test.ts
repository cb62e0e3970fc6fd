import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'

import { isZip, readZipEntries, type ZipEntry } from './zip'

const long = Array.from({ length: 50_000 }, (_, index) => `${index * 7919}\n`).join('')
const zip = (entries: Parameters<typeof zipSync>[0]) => zipSync(entries)
const open = (bytes: Uint8Array<ArrayBuffer>) => readZipEntries(new Blob([bytes]), 'session.zip')

async function textOf(entry: ZipEntry | undefined): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of entry?.chunks() ?? []) text += decoder.decode(chunk, { stream: true })
  return text
}

/** Where an entry's record in the directory begins. */
const directoryAt = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 6, true)

describe('readZipEntries', () => {
  test('lists files with their folders and unpacks them, packed or stored', async () => {
    const entries = await open(zip({ 'a/b/ACC.csv': strToU8(long), 'tags.csv': [strToU8('1\n'), { level: 0 }] }))
    expect(entries.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['a/b/ACC.csv', long.length],
      ['tags.csv', 2],
    ])
    expect(await textOf(entries[0])).toBe(long)
    expect(await textOf(entries[1])).toBe('1\n')
  })

  test('leaves out folders and what macOS adds', async () => {
    const entries = await open(
      zip({
        'session/': new Uint8Array(0),
        'session/ACC.csv': strToU8('1'),
        '__MACOSX/session/._ACC.csv': strToU8('x'),
        'session/._BVP.csv': strToU8('x'),
      }),
    )
    expect(entries.map(({ path }) => path)).toEqual(['session/ACC.csv'])
  })

  test('reads a zip that was written as a stream, with the sizes behind the data', async () => {
    const parts: Uint8Array[] = []
    const writer = new Zip((_, chunk) => parts.push(chunk))
    const file = new ZipDeflate('EDA.csv')
    writer.add(file)
    file.push(strToU8(long.slice(0, 1000)))
    file.push(strToU8(long.slice(1000)), true)
    writer.end()
    const bytes = new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer())
    expect(await textOf((await open(bytes))[0])).toBe(long)
  })

  test('finds an empty zip empty', async () => {
    const bytes = zip({})
    expect(isZip(bytes)).toBe(true)
    expect(await open(bytes)).toEqual([])
  })

  test('says of a cut zip what it begins with', async () => {
    const bytes = zip({ 'ACC.csv': strToU8(long), 'BVP.csv': strToU8(long) })
    await expect(open(bytes.slice(0, bytes.length - 40))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/session\.zip is a zip whose end is missing .*ACC\.csv, BVP\.csv/),
    })
    await expect(open(bytes.slice(0, 60))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  test('notices a flipped byte by the checksum', async () => {
    const bytes = zip({ 'ACC.csv': [strToU8(long), { level: 0 }] })
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    const [entry] = await open(bytes)
    await expect(textOf(entry)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('ACC.csv in session.zip is damaged'),
    })
  })

  test('stops a bomb that unpacks to more than it says', async () => {
    const bytes = zip({ 'ACC.csv': strToU8('0\n'.repeat(5_000_000)) })
    new DataView(bytes.buffer).setUint32(directoryAt(bytes) + 24, 100, true)
    const [entry] = await open(bytes)
    await expect(textOf(entry)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('more than the 100 bytes'),
    })
  })

  test('refuses what says that it is too large without unpacking it', async () => {
    const bytes = zip({ 'ACC.csv': strToU8('1') })
    new DataView(bytes.buffer).setUint32(directoryAt(bytes) + 24, 3_900_000_000, true)
    const [entry] = await open(bytes)
    await expect(textOf(entry)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('3,719 MB; at most 3,584 MB'),
    })
  })

  test('says so when a password or an unknown packing is in the way', async () => {
    const locked = zip({ 'ACC.csv': strToU8('1') })
    new DataView(locked.buffer).setUint16(directoryAt(locked) + 8, 1, true)
    await expect(textOf((await open(locked))[0])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('password'),
    })
    const odd = zip({ 'ACC.csv': strToU8('1') })
    new DataView(odd.buffer).setUint16(directoryAt(odd) + 10, 14, true)
    await expect(textOf((await open(odd))[0])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('method 14'),
    })
  })

  test('refuses more files than any recording has', async () => {
    const bytes = zip({ 'ACC.csv': strToU8('1') })
    new DataView(bytes.buffer).setUint16(bytes.length - 22 + 10, 20_001, true)
    await expect(open(bytes)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', message: expect.stringContaining('20001 files') })
  })

  test('does not open what grows as no recording does', async () => {
    const bytes = zip({ 'ACC.csv': strToU8('0\n'.repeat(20_000_000)) })
    const [entry] = await open(bytes)
    await expect(textOf(entry)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('more than 200 times its size'),
    })
  })
})
