import { AppError } from '@/lib/core/app-error'

import { describeFile } from './describe-file'
import { listNames } from './list-names'
import { openFile } from './open-file'
import { maxFileCount } from './read-limits'
import type { SourceFile } from './source-file'

/** Opens files that were dropped together, zips included. `expected` is the sentence that says what could be read; throws FILE_EMPTY and FILE_TOO_LARGE. */
export async function openFiles(files: readonly File[], expected: string, signal?: AbortSignal): Promise<readonly SourceFile[]> {
  if (files.length === 0) throw new AppError('FILE_EMPTY', 'No file was chosen.')
  if (files.length > maxFileCount)
    throw new AppError('FILE_TOO_LARGE', `${files.length} files were chosen; at most ${maxFileCount} can be read together.`)
  const sources: SourceFile[] = []
  for (const file of files) sources.push(...(await openFile(file, signal)))
  if (sources.length > 0 && sources.every(({ sizeBytes }) => sizeBytes === 0)) {
    throw new AppError(
      'FILE_EMPTY',
      `${listNames(sources.map(({ fileName }) => fileName))} ${sources.length === 1 ? 'has' : 'have'} 0 bytes. ${expected}`,
    )
  }
  return sources
}

/** The error for files of which no format knows any: what each of them is, and what was expected. */
export function unknownFormatError(
  files: readonly File[],
  sources: readonly SourceFile[],
  { what, expected, describe = describeFile }: { readonly what: string; readonly expected: string; describe?(source: SourceFile): string },
): AppError {
  const loose = sources.filter(({ archiveName }) => archiveName === undefined)
  const found = files.map((file) => {
    const own = loose.find(({ fileName }) => fileName === file.name)
    if (own !== undefined) return `${file.name} is ${describe(own)}`
    const held = sources
      .filter(({ archiveName }) => archiveName === file.name)
      .map(({ folder, fileName }) => folder.slice(file.name.length + 1) + fileName)
    return held.length === 0 ? `${file.name} is an empty zip` : `${file.name} is a zip that holds no ${what}, but ${listNames(held)}`
  })
  return new AppError('FORMAT_UNKNOWN', `${listNames(found, 3)}. ${expected}`)
}

/** Turns bytes that were read into the hundredths of a progress bar: telling each once keeps a worker's mailbox calm. */
export function countProgress(totalBytes: number, onProgress?: (doneShare: number) => void): (byteCount: number) => void {
  let readBytes = 0
  let shownPercent = -1
  return (byteCount) => {
    readBytes += byteCount
    const percent = Math.floor((100 * readBytes) / Math.max(1, totalBytes))
    if (percent > shownPercent && percent < 100) onProgress?.((shownPercent = percent) / 100)
  }
}
