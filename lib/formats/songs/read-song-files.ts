import { AppError } from '@/lib/core/app-error'
import { importedSongLimit, type ImportedSong } from '@/lib/core/songs/imported-song'

import { describeFile } from '../describe-file'
import { listNames } from '../list-names'
import { countProgress, openFiles, unknownFormatError } from '../open-files'
import { maxFileBytes, maxTotalBytes } from '../read-limits'
import { readEach } from '../recording-format'
import { fileTooLargeError } from '../size-errors'
import type { SourceFile } from '../source-file'

import { createSongCollector, minPlayedMs, type CollectedSongs } from './song-collector'
import type { SongFormat } from './song-format'
import { songLinks } from './song-links'
import { columnNamesOf, exportify, plainSongTable, tuneMyMusic } from './song-table'
import { spotifyAccount } from './spotify-account'

/** Every format that can be read; the first that recognises a file gets it. */
const formats: readonly SongFormat[] = [spotifyAccount, songLinks, exportify, tuneMyMusic, plainSongTable]

/** Whose exports can be read, for people. */
export const songFormatNames: readonly string[] = formats.map(({ formatName }) => formatName)

/** What came of files: songs, each once, and remarks for people. */
export type SongReading = {
  readonly songs: readonly ImportedSong[]
  readonly notes: readonly string[]
  /** The formats that were read, for people. */
  readonly formatNames: readonly string[]
}

const expected = `Expected an export of ${listNames(songFormatNames.slice(0, -1))}, or ${songFormatNames.at(-1)}.`
const shownColumnCount = 8

/**
 * Reads the songs in files that were dropped together, zips included, each song once and at most `importedSongLimit` of them.
 *
 * Formats are told by content. Files that nothing reads are named in a note where another was read; else they are the error:
 * FORMAT_UNKNOWN (with the columns or the contents that were found), FILE_EMPTY also where there is not one song, FILE_UNREADABLE, FILE_TOO_LARGE.
 */
export async function readSongFiles(
  files: readonly File[],
  { onProgress, signal }: { readonly onProgress?: (doneShare: number) => void; readonly signal?: AbortSignal } = {},
): Promise<SongReading> {
  const sources = await openFiles(files, expected, signal)
  const jobs = sources.flatMap((file) => {
    const format = formats.find((candidate) => candidate.recognises(file))
    return format === undefined ? [] : [{ file, format }]
  })
  if (jobs.length === 0) throw unknownFormatError(files, sources, { what: 'list of songs', expected, describe: describeSource })
  for (const { file } of jobs) if (file.sizeBytes > maxFileBytes) throw fileTooLargeError(file.fileName, file.sizeBytes, maxFileBytes)
  const totalBytes = jobs.reduce((sum, { file }) => sum + file.sizeBytes, 0)
  if (totalBytes > maxTotalBytes) throw fileTooLargeError('The selection, unpacked,', totalBytes, maxTotalBytes)

  const collector = createSongCollector()
  let otherCount = 0
  const context = {
    onBytes: countProgress(totalBytes, onProgress),
    onSong: collector.add,
    onOther: () => void otherCount++,
    ...(signal === undefined ? {} : { signal }),
  }
  const { notes: problems } = await readEach(jobs, ({ file, format }) => format.read(file, context))
  signal?.throwIfAborted()
  onProgress?.(1)

  const known = new Set(jobs.map(({ file }) => file))
  const strangers = sources.filter((source) => source.archiveName === undefined && !known.has(source))
  const collected = collector.finish()
  const notes = [
    ...problems.map(({ message }) => message),
    ...strangers.map((source) => `${source.fileName} was left out: it is ${describeSource(source)}.`),
    ...notesOf(collected, otherCount),
  ]
  if (collected.songs.length === 0) {
    throw new AppError('FILE_EMPTY', ['Not one song was found.', ...notes].join(' '))
  }
  return {
    songs: collected.songs,
    notes,
    formatNames: [...new Set(jobs.map(({ format }) => format.formatName))],
  }
}

function describeSource(source: SourceFile): string {
  const names = columnNamesOf(source)
  if (names.length === 0) return describeFile(source)
  return `a table with the columns ${listNames(names, shownColumnCount)}, none of which holds titles and artists or Spotify ids`
}

function notesOf({ repeatCount, passedOverCount, leftOutCount }: CollectedSongs, otherCount: number): readonly string[] {
  const counted = (count: number, one: string, many: string) => (count === 1 ? `One ${one}` : `${count.toLocaleString('en')} ${many}`)
  const limit = importedSongLimit.toLocaleString('en')
  return [
    ...(leftOutCount === 0
      ? []
      : [
          `Attune keeps ${limit} songs at most; ${counted(leftOutCount, 'further entry was', 'further entries were').toLowerCase()} left out.`,
        ]),
    ...(repeatCount === 0 ? [] : [`${counted(repeatCount, 'entry was', 'entries were')} there twice.`]),
    ...(passedOverCount === 0
      ? []
      : [
          `${counted(passedOverCount, 'song that was', 'songs that were')} played for less than ${minPlayedMs / 1000} s in all ${passedOverCount === 1 ? 'was' : 'were'} left out.`,
        ]),
    ...(otherCount === 0
      ? []
      : [
          `${counted(otherCount, 'entry', 'entries')} without a song's title and artist (a podcast, an album, a file of your own) ${otherCount === 1 ? 'was' : 'were'} left out.`,
        ]),
  ]
}
