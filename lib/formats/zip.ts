import { AppError } from '@/lib/core/app-error'

import { updateCrc32 } from './crc32'
import { decompressChunks } from './decompress-chunks'
import { listNames } from './list-names'
import { maxFileBytes, maxFileCount, maxPackedRatio, packedRatioFreeBytes } from './read-limits'
import { bombError, fileTooLargeError } from './size-errors'
import { readBlobChunks, readSlice, type Chunks } from './source-file'

/** One file within a zip. */
export type ZipEntry = {
  /** With folders, as in the zip: 'session-1/ACC.csv'. */
  readonly path: string
  readonly sizeBytes: number
  /** The unpacked bytes, a piece at a time; throws FILE_UNREADABLE where they are damaged. */
  chunks(signal?: AbortSignal): Chunks
}

const signatures = {
  localHeader: 0x04034b50,
  directoryEntry: 0x02014b50,
  directoryEnd: 0x06054b50,
  directoryEnd64: 0x06064b50,
  directoryEnd64Locator: 0x07064b50,
} as const
const localHeaderBytes = 30
const directoryEntryBytes = 46
const directoryEndBytes = 22
const directoryEnd64Bytes = 56
const directoryEnd64LocatorBytes = 20
const maxCommentBytes = 0xffff
const zip64ExtraId = 0x0001
const zip64Marker = 0xffffffff
const methods = { stored: 0, deflated: 8 } as const
const encryptedFlag = 1
/** How much of a damaged zip is searched for the names of what it holds. */
const salvageBytes = 64 * 2 ** 20

/** Whether the first bytes are those of a zip with something in it, or of an empty one. */
export function isZip(head: Uint8Array): boolean {
  if (head.length < 4) return false
  const signature = new DataView(head.buffer, head.byteOffset).getUint32(0, true)
  return signature === signatures.localHeader || signature === signatures.directoryEnd
}

/**
 * Lists a zip by its directory, without unpacking anything. Folders and the copies that macOS adds (`__MACOSX`, `._x`) are left out.
 * Format: PKWARE's APPNOTE; sizes in zip64 fields are understood.
 */
export async function readZipEntries(blob: Blob, fileName: string): Promise<readonly ZipEntry[]> {
  const tailStart = Math.max(0, blob.size - directoryEndBytes - maxCommentBytes)
  const tail = new DataView(await readSlice(blob, fileName, tailStart, blob.size))
  const end = findDirectoryEnd(tail)
  if (end === undefined) throw await truncatedZipError(blob, fileName)

  const { entryCount, directorySize, directoryStart } = await readDirectoryPlace(blob, fileName, tail, end)
  if (entryCount > maxFileCount) {
    throw new AppError('FILE_TOO_LARGE', `${fileName} holds ${entryCount} files; a recording has at most ${maxFileCount}.`)
  }
  if (directoryStart + directorySize > tailStart + end) throw await truncatedZipError(blob, fileName)

  const directory = new DataView(await readSlice(blob, fileName, directoryStart, directoryStart + directorySize))
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < entryCount; index++) {
    if (at + directoryEntryBytes > directory.byteLength || directory.getUint32(at, true) !== signatures.directoryEntry) {
      throw new AppError(
        'FILE_UNREADABLE',
        `${fileName} is a damaged zip: its list of ${entryCount} files breaks off at file ${index + 1}.`,
      )
    }
    const nameBytes = directory.getUint16(at + 28, true)
    const extraBytes = directory.getUint16(at + 30, true)
    const commentBytes = directory.getUint16(at + 32, true)
    const next = at + directoryEntryBytes + nameBytes + extraBytes + commentBytes
    if (next > directory.byteLength) {
      throw new AppError(
        'FILE_UNREADABLE',
        `${fileName} is a damaged zip: its list of ${entryCount} files breaks off at file ${index + 1}.`,
      )
    }
    const path = decodeName(directory, at + directoryEntryBytes, nameBytes)
    if (isWanted(path)) entries.push(readDirectoryEntry(blob, fileName, directory, at, path))
    at = next
  }
  return entries
}

type DirectoryPlace = { readonly entryCount: number; readonly directorySize: number; readonly directoryStart: number }

/** Where the directory lies; a zip of more than 4 GB says so in a record of its own before the usual one. */
async function readDirectoryPlace(blob: Blob, fileName: string, tail: DataView, end: number): Promise<DirectoryPlace> {
  const place = {
    entryCount: tail.getUint16(end + 10, true),
    directorySize: tail.getUint32(end + 12, true),
    directoryStart: tail.getUint32(end + 16, true),
  }
  const locatorAt = end - directoryEnd64LocatorBytes
  if (locatorAt < 0 || tail.getUint32(locatorAt, true) !== signatures.directoryEnd64Locator) return place
  const recordStart = Number(tail.getBigUint64(locatorAt + 8, true))
  const record = new DataView(await readSlice(blob, fileName, recordStart, recordStart + directoryEnd64Bytes))
  if (record.byteLength < directoryEnd64Bytes || record.getUint32(0, true) !== signatures.directoryEnd64) return place
  return {
    entryCount: Number(record.getBigUint64(32, true)),
    directorySize: Number(record.getBigUint64(40, true)),
    directoryStart: Number(record.getBigUint64(48, true)),
  }
}

function readDirectoryEntry(blob: Blob, zipName: string, directory: DataView, at: number, path: string): ZipEntry {
  const sizes = readSizes(directory, at)
  const place: EntryPlace = {
    zipName,
    path,
    ...sizes,
    isEncrypted: (directory.getUint16(at + 8, true) & encryptedFlag) !== 0,
    method: directory.getUint16(at + 10, true),
    crc: directory.getUint32(at + 16, true),
  }
  return { path, sizeBytes: sizes.sizeBytes, chunks: (signal) => unpack(blob, place, signal) }
}

type EntrySizes = { readonly packedBytes: number; readonly sizeBytes: number; readonly headerStart: number }
type EntryPlace = EntrySizes & {
  readonly zipName: string
  readonly path: string
  readonly isEncrypted: boolean
  readonly method: number
  readonly crc: number
}

/** Sizes and place of an entry; the values that do not fit 32 bits stand in its zip64 field, in this order. */
function readSizes(directory: DataView, at: number): EntrySizes {
  let sizeBytes = directory.getUint32(at + 24, true)
  let packedBytes = directory.getUint32(at + 20, true)
  let headerStart = directory.getUint32(at + 42, true)
  let fieldAt = at + directoryEntryBytes + directory.getUint16(at + 28, true)
  const extraEnd = fieldAt + directory.getUint16(at + 30, true)
  while (fieldAt + 4 <= extraEnd) {
    const fieldEnd = fieldAt + 4 + directory.getUint16(fieldAt + 2, true)
    if (directory.getUint16(fieldAt, true) === zip64ExtraId) {
      let valueAt = fieldAt + 4
      const nextValue = (small: number) => {
        if (small !== zip64Marker || valueAt + 8 > Math.min(fieldEnd, extraEnd)) return small
        valueAt += 8
        return Number(directory.getBigUint64(valueAt - 8, true))
      }
      sizeBytes = nextValue(sizeBytes)
      packedBytes = nextValue(packedBytes)
      headerStart = nextValue(headerStart)
    }
    fieldAt = fieldEnd
  }
  return { sizeBytes, packedBytes, headerStart }
}

async function* unpack(blob: Blob, place: EntryPlace, signal?: AbortSignal): Chunks {
  const { zipName, path, packedBytes, sizeBytes, headerStart, method } = place
  const damaged = (what: string, cause?: unknown) =>
    new AppError('FILE_UNREADABLE', `${path} in ${zipName} is damaged: ${what}. Export or download it again.`, { cause })

  if (place.isEncrypted)
    throw new AppError('FILE_UNREADABLE', `${path} in ${zipName} is protected by a password. Unpack it first and drop the files.`)
  if (method !== methods.stored && method !== methods.deflated) {
    throw new AppError(
      'FILE_UNREADABLE',
      `${path} in ${zipName} is packed with method ${method}; only stored and deflated files can be read. Unpack it first and drop the files.`,
    )
  }
  if (sizeBytes > maxFileBytes) throw fileTooLargeError(`${path} in ${zipName}`, sizeBytes, maxFileBytes)
  if (sizeBytes > packedRatioFreeBytes && sizeBytes > packedBytes * maxPackedRatio) throw bombError(`${path} in ${zipName}`)

  const header = new DataView(await readSlice(blob, zipName, headerStart, headerStart + localHeaderBytes))
  if (header.byteLength < localHeaderBytes || header.getUint32(0, true) !== signatures.localHeader)
    throw damaged('it is not where the zip says')
  const dataStart = headerStart + localHeaderBytes + header.getUint16(26, true) + header.getUint16(28, true)
  if (dataStart + packedBytes > blob.size) throw damaged('its end is missing')
  const packed = readBlobChunks(blob.slice(dataStart, dataStart + packedBytes), zipName, signal)

  let crc = 0
  let unpackedBytes = 0
  const chunks =
    method === methods.deflated
      ? decompressChunks(packed, 'deflate-raw', (cause) => damaged('its packed data make no sense or break off', cause))
      : packed
  for await (const chunk of chunks) {
    unpackedBytes += chunk.length
    // A zip bomb tells less than it holds: stop at what it told.
    if (unpackedBytes > sizeBytes) throw damaged(`it unpacks to more than the ${sizeBytes} bytes that the zip says`)
    crc = updateCrc32(crc, chunk)
    yield chunk
  }
  if (unpackedBytes !== sizeBytes) throw damaged(`it unpacks to ${unpackedBytes} bytes, the zip says ${sizeBytes}`)
  if (crc !== place.crc) throw damaged('its checksum does not match')
}

function findDirectoryEnd(tail: DataView): number | undefined {
  for (let at = tail.byteLength - directoryEndBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) === signatures.directoryEnd) return at
  }
  return undefined
}

async function truncatedZipError(blob: Blob, fileName: string): Promise<AppError> {
  const view = new DataView(await readSlice(blob, fileName, 0, salvageBytes))
  const names: string[] = []
  for (let at = 0; at + localHeaderBytes <= view.byteLength; at++) {
    if (view.getUint8(at) !== 0x50 || view.getUint32(at, true) !== signatures.localHeader) continue
    const nameBytes = view.getUint16(at + 26, true)
    if (at + localHeaderBytes + nameBytes > view.byteLength) break
    const path = decodeName(view, at + localHeaderBytes, nameBytes)
    if (isWanted(path)) names.push(path)
  }
  const found = names.length === 0 ? 'no whole file was found in it' : `it begins with ${listNames(names)}`
  return new AppError(
    'FILE_UNREADABLE',
    `${fileName} is a zip whose end is missing (${blob.size} bytes are there; ${found}). Export or download it again.`,
  )
}

function isWanted(path: string): boolean {
  const parts = path.split('/')
  return !path.endsWith('/') && path !== '' && !parts.includes('__MACOSX') && !(parts.at(-1) ?? '').startsWith('._')
}

function decodeName(view: DataView, at: number, byteCount: number): string {
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, byteCount))
  // Windows tools write backslashes, and a name is shown to people: no control characters.
  return name.replaceAll('\\', '/').replaceAll(/\p{Cc}/gu, '')
}
