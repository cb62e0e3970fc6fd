import { Inflate } from 'fflate'

import { AppError } from '@/lib/core/app-error'

import { updateCrc32 } from './crc32'
import { maxFileBytes, maxFileCount } from './read-limits'
import { listNames } from './list-names'
import { readBlobChunks, readSlice } from './source-file'

/** One file within a zip. */
export type ZipEntry = {
  /** With folders, as in the zip: 'session-1/ACC.csv'. */
  readonly path: string
  readonly sizeBytes: number
  /** The unpacked bytes, a piece at a time; throws FILE_UNREADABLE where they are damaged. */
  chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined>
}

const signatures = { localHeader: 0x04034b50, directoryEntry: 0x02014b50, directoryEnd: 0x06054b50 } as const
const localHeaderBytes = 30
const directoryEntryBytes = 46
const directoryEndBytes = 22
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

  const entryCount = tail.getUint16(end + 10, true)
  if (entryCount > maxFileCount) {
    throw new AppError('FILE_TOO_LARGE', `${fileName} holds ${entryCount} files; a recording has at most ${maxFileCount}.`)
  }
  const directorySize = tail.getUint32(end + 12, true)
  const directoryStart = tail.getUint32(end + 16, true)
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

async function* unpack(blob: Blob, place: EntryPlace, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
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

  const header = new DataView(await readSlice(blob, zipName, headerStart, headerStart + localHeaderBytes))
  if (header.byteLength < localHeaderBytes || header.getUint32(0, true) !== signatures.localHeader)
    throw damaged('it is not where the zip says')
  const dataStart = headerStart + localHeaderBytes + header.getUint16(26, true) + header.getUint16(28, true)
  if (dataStart + packedBytes > blob.size) throw damaged('its end is missing')
  const packed = readBlobChunks(blob.slice(dataStart, dataStart + packedBytes), zipName, signal)

  let crc = 0
  let unpackedBytes = 0
  for await (const chunk of method === methods.deflated ? inflate(packed, damaged) : packed) {
    unpackedBytes += chunk.length
    // A zip bomb tells less than it holds: stop at what it told.
    if (unpackedBytes > sizeBytes) throw damaged(`it unpacks to more than the ${sizeBytes} bytes that the zip says`)
    crc = updateCrc32(crc, chunk)
    yield chunk
  }
  if (unpackedBytes !== sizeBytes) throw damaged(`it unpacks to ${unpackedBytes} bytes, the zip says ${sizeBytes}`)
  if (crc !== place.crc) throw damaged('its checksum does not match')
}

async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  damaged: (what: string, cause?: unknown) => AppError,
): AsyncGenerator<Uint8Array, void, undefined> {
  // fflate hands over all that one push yields at once, so small pushes keep that small: deflate grows at most 1032 times.
  const pushBytes = 16 * 1024
  let unpacked: Uint8Array[] = []
  const inflater = new Inflate((chunk) => unpacked.push(chunk))
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += pushBytes) {
      try {
        inflater.push(chunk.subarray(at, at + pushBytes))
      } catch (cause) {
        throw damaged('its packed data make no sense', cause)
      }
      yield* unpacked
      unpacked = []
    }
  }
  try {
    inflater.push(new Uint8Array(0), true)
  } catch (cause) {
    throw damaged('its packed data break off', cause)
  }
  yield* unpacked
}

/** The error for something above a limit. */
export function fileTooLargeError(name: string, sizeBytes: number, limitBytes: number): AppError {
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`
  return new AppError(
    'FILE_TOO_LARGE',
    `${name} has ${megabytes(sizeBytes)}; at most ${megabytes(limitBytes)} can be read. Export a shorter stretch of the recording.`,
  )
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
