import { AppError } from '@/lib/core/app-error'

import { chunkBytes, headBytes } from './read-limits'

/** One file as a format sees it, whether it was dropped or lies in a zip. */
export type SourceFile = {
  /** Without its folder, such as 'ACC.csv'. */
  readonly fileName: string
  /** Files of one folder of one zip may belong to one recording; the files that were dropped loose share ''. */
  readonly folder: string
  /** The zip that it lies in; undefined for a file that was dropped loose. */
  readonly archiveName?: string
  readonly sizeBytes: number
  /** The first bytes, at most `headBytes`. */
  readonly head: Uint8Array
  /** Every byte from the start, a piece at a time; can be called again. */
  chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined>
}

/** Reads a blob piece by piece, so that a large file is never in memory as a whole. */
export async function* readBlobChunks(blob: Blob, fileName: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
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
