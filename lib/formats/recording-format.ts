import { AppError } from '@/lib/core/app-error'
import type { Recording, RecordingNote } from '@/lib/core/signal/recording'

import type { Chunks, SourceFile } from './source-file'

/** What a format reports to while it reads. */
export type ReadContext = {
  readonly signal?: AbortSignal
  /** Called with the bytes of each piece that was read. */
  onBytes(byteCount: number): void
}

/** What came of the files of one format in one folder. */
export type FormatReading = { readonly recordings: readonly Recording[]; readonly notes: readonly RecordingNote[] }

/** A kind of export that can be read: one file of code each, listed in `read-recording-files.ts`. */
export type RecordingFormat = {
  /** For people: 'Empatica E4'. */
  readonly formatName: string
  /** Which files of a zip may make one recording; those of one folder unless said otherwise. */
  readonly belongTogether?: 'in-folder' | 'in-archive'
  /** Whether a file is one of this format's, told by its content first and by its name where content cannot tell. */
  recognises(file: SourceFile): boolean
  /** Reads files that were recognised and lie in one folder: one recording or several. */
  read(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading>
}

/** The pieces of a file, counted for the progress bar. */
export async function* countedChunks(file: SourceFile, { signal, onBytes }: ReadContext): Chunks {
  for await (const chunk of file.chunks(signal)) {
    signal?.throwIfAborted()
    onBytes(chunk.length)
    yield chunk
  }
}

/**
 * Reads files one after another; a file that cannot be read is named in a note while another could, so that one good channel is not lost
 * for a bad one. Where none could be read, the first error is thrown.
 */
export async function readEach<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result> | Result,
): Promise<{ readonly results: readonly Result[]; readonly notes: readonly RecordingNote[] }> {
  const results: Result[] = []
  const problems: AppError[] = []
  for (const item of items) {
    try {
      results.push(await read(item))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push(error)
    }
  }
  if (results.length === 0 && problems[0] !== undefined) throw problems[0]
  return { results, notes: problems.map(({ message }) => ({ kind: 'skipped', message })) }
}
