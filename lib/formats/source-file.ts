import { AppError } from '@/lib/core/app-error'

import { chunkBytes, headBytes } from './read-limits'
import { fileTooLargeError } from './size-errors'

/** One file as a format sees it, whether it was dropped or lies in a zip. */
export type SourceFile = {
  /** Without its folder, such as 'ACC.csv'. */
  readonly fileName: string
  /** Files of one folder of one zip may belong to one recording; the files that were dropped loose share ''. */
  readonly folder: string
  /** The zip that it lies in; undefined for a file that was dropped loose. */
  readonly archiveName?: string
  readonly sizeBytes: number
  /** When the file (or the zip that it lies in) was written, Unix epoch ms: what is left where a recording counts its time from its start. */
  readonly modifiedMs: number
  /** The first bytes, at most `headBytes`; text is UTF-8, whatever it was. */
  readonly head: Uint8Array
  /** Every byte from the start, a piece at a time; can be called again. */
  chunks(signal?: AbortSignal): Chunks
}

/** The bytes of a file, a piece at a time. */
export type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>

/** Reads a blob piece by piece, so that a large file is never in memory as a whole. */
export async function* readBlobChunks(blob: Blob, fileName: string, signal?: AbortSignal): Chunks {
  for (let start = 0; start < blob.size; start += chunkBytes) {
    signal?.throwIfAborted()
    yield new Uint8Array(await readSlice(blob, fileName, start, start + chunkBytes))
  }
}

/** Reads the bytes from startByte up to endByte, with the file's name in the error when the browser cannot. */
export async function readSlice(blob: Blob, fileName: string, startByte: number, endByte: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(startByte, endByte).arrayBuffer()
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `${fileName} can no longer be read: it may have been moved or changed since it was chosen.`, {
      cause,
    })
  }
}

/** The first bytes of a file, from its pieces. */
export async function readHead(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const head = new Uint8Array(headBytes)
  let filledBytes = 0
  for await (const chunk of chunks) {
    const part = chunk.subarray(0, headBytes - filledBytes)
    head.set(part, filledBytes)
    filledBytes += part.length
    if (filledBytes === headBytes) break
  }
  return head.slice(0, filledBytes)
}

/** The whole of a file in one piece; throws FILE_TOO_LARGE above maxBytes. */
export async function readWhole(chunks: Chunks, fileName: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0
  for await (const chunk of chunks) {
    pieces.push(chunk)
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) throw fileTooLargeError(fileName, sizeBytes, maxBytes)
  }
  const whole = new Uint8Array(sizeBytes)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
