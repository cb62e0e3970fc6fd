import { AppError } from '@/lib/core/app-error'

import { decodeUtf8 } from './decode-utf8'
import { percentilesByCode } from './percentiles-by-code'
import { reasonFeatures, type ReasonFeature } from './song'
import {
  alignmentBytes,
  numberFields,
  optionalNumberFields,
  preambleBytes,
  songIdLength,
  songIndexMagic,
  songIndexVersion,
  type NumberColumn,
  type NumberField,
  type ReadBytes,
  type SongIndex,
  type TextColumn,
} from './song-index'

/** What lies behind the resident part of an index file, and how the parts are checked. */
export type IndexFile = {
  readonly sizeBytes: number
  /** Reads from the file; called for texts and exact vectors that were left in it. */
  readonly read: ReadBytes
  /** CRC-32 of bytes; every resident section is checked against its own where this is given. */
  readonly crc32?: (bytes: Uint8Array) => number
}

/** The first bytes of an index file, which say how much of it is to be held in memory. */
export type IndexPreamble = {
  readonly dims: number
  readonly songCount: number
  readonly headerBytes: number
  /** From the file's first byte on; what lies behind stays in the file. */
  readonly residentBytes: number
}

const elementBytes = { int8: 1, uint8: 1, uint16: 2, uint32: 4, float32: 4 } as const
type Dtype = keyof typeof elementBytes
type Section = { readonly name: string; readonly dtype: Dtype; readonly offset: number; readonly length: number; readonly json: JsonObject }
type JsonObject = { readonly [key: string]: unknown }

function fail(message: string, cause?: unknown): never {
  throw new AppError('INDEX_UNREADABLE', `The song index cannot be read: ${message}`, { cause })
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(elementBytes, value)
}

function text(json: JsonObject, key: string): string {
  const value = json[key]
  return typeof value === 'string' ? value : fail(`${key} is ${JSON.stringify(value)}; expected text.`)
}

function finiteNumber(json: JsonObject, key: string, of: string): number {
  const value = json[key]
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : fail(`${key} of ${of} is ${JSON.stringify(value)}; expected a number.`)
}

function wholeNumber(json: JsonObject, key: string, of: string): number {
  const value = finiteNumber(json, key, of)
  return Number.isInteger(value) && value >= 0 ? value : fail(`${key} of ${of} is ${value}; expected a whole number.`)
}

function texts(json: JsonObject, key: string): string[] {
  const value = json[key]
  if (!Array.isArray(value)) return fail(`${key} is missing; expected a list of texts.`)
  return value.map((entry: unknown) => (typeof entry === 'string' ? entry : fail(`${key} holds ${JSON.stringify(entry)}; expected texts.`)))
}

function readHeader(bytes: Uint8Array): JsonObject {
  try {
    const header: unknown = JSON.parse(decodeUtf8(bytes))
    return isObject(header) ? header : fail('its header is no JSON object.')
  } catch (error) {
    return error instanceof AppError ? fail(error.message) : fail('its header is no JSON.', error)
  }
}

function readSections(header: JsonObject, dataStart: number, fileBytes: number): Map<string, Section> {
  const listed = header.sections
  if (!Array.isArray(listed)) return fail('its header lists no sections.')
  const sections = new Map<string, Section>()
  for (const json of listed as unknown[]) {
    if (!isObject(json)) return fail('its header lists a section that is no object.')
    const name = text(json, 'name')
    const dtype = json.dtype
    if (!isDtype(dtype))
      return fail(`section ${name} has dtype ${JSON.stringify(dtype)}; expected ${Object.keys(elementBytes).join(', ')}.`)
    const offset = wholeNumber(json, 'offset', name)
    const length = wholeNumber(json, 'length', name)
    const end = offset + length * elementBytes[dtype]
    if (offset % alignmentBytes !== 0 || offset < dataStart)
      fail(`section ${name} begins at byte ${offset}, which is no place for a section.`)
    if (end > fileBytes) fail(`section ${name} ends at byte ${end}, but the file has ${fileBytes}: it was cut off.`)
    sections.set(name, { name, dtype, offset, length, json })
  }
  return sections
}

/** Ids are read so many at once: of a large catalogue from the file. */
const checkedIdCount = 50_000

function checkRising(readSongIds: ReadBytes, songCount: number): void {
  // Each stretch begins with the last id of the one before.
  for (let from = 0; from < songCount - 1; from += checkedIdCount) {
    const ids = readSongIds(from * songIdLength, Math.min(songCount, from + checkedIdCount + 1) * songIdLength)
    for (let start = songIdLength; start < ids.length; start += songIdLength) {
      let at = start
      while (at < start + songIdLength && ids[at] === ids[at - songIdLength]) at++
      const isRising = at < start + songIdLength && (ids[at] ?? 0) > (ids[at - songIdLength] ?? 0)
      if (!isRising)
        fail(`the id of song ${from + start / songIdLength} does not come after the one before it; ids are unique and in rising order.`)
    }
  }
}

/** Reads the first bytes of an index file of `sizeBytes`; throws INDEX_UNREADABLE where they are those of no index, or of another format. */
export function readPreamble(bytes: Uint8Array, sizeBytes: number): IndexPreamble {
  if (bytes.length < preambleBytes) fail(`it has ${bytes.length} bytes; expected at least ${preambleBytes}.`)
  const magic = decodeUtf8(bytes, 0, songIndexMagic.length)
  if (magic !== songIndexMagic) fail(`it begins with ${JSON.stringify(magic)}; expected ${songIndexMagic}.`)
  const preamble = new DataView(bytes.buffer, bytes.byteOffset + songIndexMagic.length)
  const version = preamble.getUint32(0, true)
  if (version !== songIndexVersion) {
    const advice =
      version > songIndexVersion
        ? 'It was written by a newer Attune: update this one.'
        : 'It was written by an older Attune: build it anew.'
    fail(`it has format version ${version}; expected ${songIndexVersion}. ${advice}`)
  }
  const headerBytes = preamble.getUint32(12, true)
  const dims = preamble.getUint32(4, true)
  if (dims === 0) fail('its vectors have 0 dimensions.')
  const residentBytes = preamble.getUint32(16, true)
  if (residentBytes > sizeBytes)
    fail(`its part for the memory ends at byte ${residentBytes}, but the file has ${sizeBytes}: it was cut off.`)
  if (preambleBytes + headerBytes > residentBytes) {
    fail(`its header should end at byte ${preambleBytes + headerBytes}, but its part for the memory ends at ${residentBytes}.`)
  }
  return { dims, songCount: preamble.getUint32(8, true), headerBytes, residentBytes }
}

/**
 * Opens a song index file and checks every part of it; the arrays of the result are views of `bytes`, which must not change.
 *
 * bytes: the whole file, or its resident part where `file` gives the rest. The file: magic, then version, dims, songCount, length of the
 * header and end of the resident part (little-endian uint32), a JSON header that lists the sections by name, dtype, offset in bytes, length in
 * elements and CRC-32, then the sections. Throws INDEX_UNREADABLE saying what was found and what is expected.
 */
export function openSongIndex(bytes: ArrayBuffer | Uint8Array, file?: IndexFile): SongIndex {
  let resident = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)
  // Typed arrays over two and four bytes need an aligned start, which a slice of a larger buffer may lack.
  if (resident.byteOffset % alignmentBytes !== 0) resident = Uint8Array.from(resident)
  const { sizeBytes, read, crc32 }: IndexFile = file ?? {
    sizeBytes: resident.length,
    read: (start, end) => resident.subarray(start, end),
  }
  const { dims, songCount, headerBytes, residentBytes } = readPreamble(resident, sizeBytes)
  if (resident.length < residentBytes) fail(`${resident.length} bytes of it were read; its part for the memory has ${residentBytes}.`)
  const header = readHeader(resident.subarray(preambleBytes, preambleBytes + headerBytes))
  const sections = readSections(header, preambleBytes + headerBytes, sizeBytes)

  const find = (name: string, dtype: Dtype | readonly Dtype[], length?: number): Section => {
    const section = sections.get(name)
    if (section === undefined) return fail(`section ${name} is missing.`)
    const wanted = typeof dtype === 'string' ? [dtype] : dtype
    if (!wanted.includes(section.dtype)) fail(`section ${name} has dtype ${section.dtype}; expected ${wanted.join(' or ')}.`)
    if (length !== undefined && section.length !== length) fail(`section ${name} has ${section.length} elements; expected ${length}.`)
    return section
  }
  const bytesOf = (section: Section): Uint8Array => {
    const { name, offset, length, dtype, json } = section
    const end = offset + length * elementBytes[dtype]
    if (end > residentBytes) fail(`section ${name} ends at byte ${end}, but the part for the memory ends at ${residentBytes}.`)
    const found = resident.subarray(offset, end)
    const expectedSum = json.crc32
    if (crc32 !== undefined && typeof expectedSum === 'number' && crc32(found) !== expectedSum) {
      fail(`section ${name} has checksum ${crc32(found)}; expected ${expectedSum}: the file was damaged.`)
    }
    return found
  }
  const uint8 = bytesOf
  const uint16 = (section: Section) => new Uint16Array(resident.buffer, bytesOf(section).byteOffset, section.length)
  const uint32 = (section: Section) => new Uint32Array(resident.buffer, bytesOf(section).byteOffset, section.length)
  const offsetsInto = (section: Section, elementCount: number): Uint32Array => {
    const offsets = uint32(section)
    let last = 0
    offsets.forEach((offset, row) => {
      if (offset < last || (row === 0 && offset !== 0))
        fail(`section ${section.name} goes from ${last} to ${offset} at row ${row}; offsets rise from 0.`)
      last = offset
    })
    if (last !== elementCount) fail(`section ${section.name} ends at ${last}; expected ${elementCount}.`)
    return offsets
  }
  const isLeft = (section: Section) => section.offset >= residentBytes
  const readerOf = (section: Section): ReadBytes => {
    if (isLeft(section)) return (start, end) => read(section.offset + start, section.offset + end)
    const bytes = bytesOf(section)
    return (start, end) => bytes.subarray(start, end)
  }
  /** Between which elements those of a row lie. Offsets that stay in the file are checked when they are read. */
  const boundsIn = (name: string, elementCount: number, wantedCount?: number): Pick<TextColumn, 'rowCount' | 'boundsOf'> => {
    const section = find(name, 'uint32', wantedCount === undefined ? undefined : wantedCount + 1)
    const rowCount = section.length - 1
    if (!isLeft(section)) {
      const offsets = offsetsInto(section, elementCount)
      return { rowCount, boundsOf: (row) => [offsets[row] ?? 0, offsets[row + 1] ?? 0] }
    }
    const readOffsets = readerOf(section)
    return {
      rowCount,
      boundsOf: (row) => {
        const { buffer, byteOffset } = readOffsets(row * elementBytes.uint32, (row + 2) * elementBytes.uint32)
        const pair = new DataView(buffer, byteOffset)
        const [start, end] = [pair.getUint32(0, true), pair.getUint32(elementBytes.uint32, true)]
        if (start > end || end > elementCount)
          fail(`section ${name} goes from ${start} to ${end} at row ${row}; offsets rise to ${elementCount}.`)
        return [start, end]
      },
    }
  }
  const textColumn = (name: string, rowCount?: number): TextColumn => {
    const section = find(`${name}Text`, 'uint8')
    return { read: readerOf(section), ...boundsIn(`${name}Offsets`, section.length, rowCount) }
  }
  const checkBelow = (name: string, indexes: Uint16Array | Uint32Array, limit: number): void => {
    for (const index of indexes) if (index >= limit) fail(`section ${name} points at entry ${index} of ${limit}.`)
  }
  const numberColumn = (name: NumberField): NumberColumn => {
    if (!sections.has(name) && (optionalNumberFields as readonly NumberField[]).includes(name)) {
      return { codes: new Uint8Array(songCount), step: 1, min: 0, missingCode: 0 }
    }
    const section = find(name, ['uint8', 'uint16', 'uint32'], songCount)
    const codes = section.dtype === 'uint8' ? uint8(section) : section.dtype === 'uint16' ? uint16(section) : uint32(section)
    const step = finiteNumber(section.json, 'step', name)
    return { codes, step, min: finiteNumber(section.json, 'min', name), missingCode: wholeNumber(section.json, 'missingCode', name) }
  }

  const vectorSection = find('vectors', 'int8', songCount * dims)
  const scaleSection = find('scales', 'float32', songCount)
  const scales = new Float32Array(resident.buffer, bytesOf(scaleSection).byteOffset, songCount)
  scales.forEach((scale, row) => {
    if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) fail(`the scale of song ${row} is ${scale}; expected a number above 0.`)
  })
  const exactSection = sections.has('exactVectors') ? find('exactVectors', 'float32', songCount * dims) : undefined
  const exactVectorOf = (offset: number) => (songPosition: number) => {
    const rowBytes = dims * elementBytes.float32
    const row = read(offset + songPosition * rowBytes, offset + (songPosition + 1) * rowBytes)
    return row.byteOffset % elementBytes.float32 === 0
      ? new Float32Array(row.buffer, row.byteOffset, dims)
      : new Float32Array(row.slice().buffer)
  }
  const credits = textColumn('credit')
  const creditIndexes = uint32(find('creditIndexes', 'uint32', songCount))
  checkBelow('creditIndexes', creditIndexes, credits.rowCount)
  const artistGenres = texts(header, 'artistGenres')
  const genreSection = find('artistGenreIndexes', 'uint16')
  if (!isLeft(genreSection)) checkBelow('artistGenreIndexes', uint16(genreSection), artistGenres.length)
  const readGenres = readerOf(genreSection)
  const { boundsOf: genreBoundsOf } = boundsIn('artistGenreOffsets', genreSection.length, songCount)
  const genreFamilies = texts(header, 'genreFamilies')
  const numbers = Object.fromEntries(numberFields.map((name) => [name, numberColumn(name)])) as Record<NumberField, NumberColumn>
  const { codes, missingCode } = numbers.genreFamily
  for (const code of codes)
    if (code !== missingCode && code >= genreFamilies.length) fail(`a genre family is entry ${code} of ${genreFamilies.length}.`)

  const percentiles = Object.fromEntries(reasonFeatures.map((feature) => [feature, percentilesByCode(numbers[feature])]))
  const readSongIds = readerOf(find('songIds', 'uint8', songCount * songIdLength))
  checkRising(readSongIds, songCount)

  return {
    spaceId: text(header, 'spaceId'),
    songCount,
    dims,
    vectors: new Int8Array(resident.buffer, bytesOf(vectorSection).byteOffset, vectorSection.length),
    scales,
    ...(exactSection === undefined ? {} : { exactVector: exactVectorOf(exactSection.offset) }),
    readSongIds,
    titles: textColumn('title', songCount),
    credits,
    creditIndexes,
    artistGenres,
    genreIndexesOf: (songPosition) => {
      const [start, end] = genreBoundsOf(songPosition)
      const bytes = readGenres(start * elementBytes.uint16, end * elementBytes.uint16)
      return new Uint16Array(bytes.buffer, bytes.byteOffset, end - start)
    },
    genreFamilies,
    numbers,
    percentiles: percentiles as Record<ReasonFeature, Float32Array>,
  }
}
