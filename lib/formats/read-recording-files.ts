import type { Recording, RecordingNote } from '@/lib/core/signal/recording'
import type { MappedTable, TablePreview } from '@/lib/core/signal/table-mapping'

import { appleHealth } from './apple-health'
import { capture24 } from './capture24'
import { describeFile } from './describe-file'
import { embracePlus, embracePlusCsv } from './embrace-plus'
import { empaticaE4 } from './empatica-e4'
import { eventList } from './event-list'
import { fitActivity } from './fit'
import { fitbitCsv, fitbitJson } from './fitbit'
import { readMappedTables } from './mapped-tables'
import { countProgress, openFiles, unknownFormatError } from './open-files'
import { ouraCsv, ouraJson } from './oura'
import { phyphox } from './phyphox'
import { polarFlowCsv, polarJson, polarSensorLogger } from './polar'
import { maxFileBytes, maxTotalBytes } from './read-limits'
import { readEach, type RecordingFormat } from './recording-format'
import { rrIntervals } from './rr-intervals'
import { sensorLogger } from './sensor-logger'
import { shimmer } from './shimmer'
import { fileTooLargeError } from './size-errors'
import type { SourceFile } from './source-file'
import { previewUnknown } from './table-preview'
import { tcxActivity } from './tcx'
import { whoop } from './whoop'

/** Every format that can be read; the first that recognises a file gets it. */
const formats: readonly RecordingFormat[] = [
  empaticaE4,
  embracePlus,
  embracePlusCsv,
  appleHealth,
  fitActivity,
  tcxActivity,
  fitbitJson,
  polarJson,
  ouraJson,
  polarSensorLogger,
  polarFlowCsv,
  sensorLogger,
  phyphox,
  shimmer,
  capture24,
  ouraCsv,
  whoop,
  fitbitCsv,
  eventList,
  rrIntervals,
]

/** Whose exports can be read, for people. */
export const recordingFormatNames: readonly string[] = [...new Set(formats.map(({ formatName }) => formatName))]

/** How a reading is followed and stopped. */
export type ReadOptions = {
  /** Called with 0..1, rising. */
  readonly onProgress?: (doneShare: number) => void
  /** Stops the reading; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Tables whose columns a person has said; they are read so, whatever format would know them. */
  readonly mappedTables?: readonly MappedTable[]
}

/** What came of files: recordings, or the tables that a person has to be asked about first. */
export type FilesReading = { readonly recordings: readonly Recording[]; readonly questions: readonly TablePreview[] }

/**
 * Reads the recordings in files that were dropped together: loose CSVs, zips, or both; at least one, in order of their start.
 *
 * Formats are told by content. Where nothing is known but a table that may hold a signal is among them, it comes back as a question. Files that nothing reads are named in a note where something else was read; else they are the error:
 * FILE_EMPTY, FORMAT_UNKNOWN (a zip's message lists what it holds), FILE_UNREADABLE, FILE_TOO_LARGE, RECORDING_TOO_SHORT.
 */
export async function readRecordingFiles(
  files: readonly File[],
  { onProgress, signal, mappedTables = [] }: ReadOptions = {},
): Promise<FilesReading> {
  const sources = await openFiles(files, expectedFormats(), signal)
  const isMapped = ({ fileName }: SourceFile) => mappedTables.some((table) => table.fileName === fileName)
  const jobs = groupByFolderAndFormat(sources.filter((source) => !isMapped(source)))
  const mapped = sources.filter(isMapped)
  if (mapped.length > 0) jobs.push({ read: (jobFiles, context) => readMappedTables(jobFiles, mappedTables, context), files: mapped })
  const totalBytes = jobs.reduce((sum, job) => sum + job.files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0), 0)
  if (totalBytes > maxTotalBytes)
    throw fileTooLargeError(`${files.length === 1 ? (files[0]?.name ?? '') : 'The selection'}, unpacked,`, totalBytes, maxTotalBytes)
  if (jobs.length === 0) {
    const questions = sources.flatMap((source) => previewUnknown(source) ?? [])
    if (questions.length > 0) return { recordings: [], questions }
    throw unknownFormatError(files, sources, { what: 'recording', expected: expectedFormats() })
  }

  const onBytes = countProgress(totalBytes, onProgress)
  const { results: readings, notes: problemNotes } = await readEach(jobs, (job) =>
    job.read(job.files, { onBytes, ...(signal ? { signal } : {}) }),
  )
  onProgress?.(1)

  const known = new Set(jobs.flatMap((job) => job.files))
  const strangers = sources.filter((source) => source.archiveName === undefined && !known.has(source))
  const strangerNotes = strangers.map((source): RecordingNote => ({
    kind: 'skipped',
    message: `${source.fileName} was left out: it is ${describeFile(source)}.`,
  }))
  const recordings = readings
    .flatMap((reading) =>
      reading.recordings.map((recording) => ({
        ...recording,
        notes: [...recording.notes, ...reading.notes, ...problemNotes, ...strangerNotes],
      })),
    )
    .toSorted((a, b) => a.startMs - b.startMs)
  return { recordings, questions: [] }
}

type Job = Pick<RecordingFormat, 'read'> & { readonly files: SourceFile[] }

function groupByFolderAndFormat(sources: readonly SourceFile[]): Job[] {
  const jobs = new Map<string, Job>()
  for (const source of sources) {
    const format = formats.find((candidate) => candidate.recognises(source))
    if (format === undefined) continue
    if (source.sizeBytes > maxFileBytes) throw fileTooLargeError(source.fileName, source.sizeBytes, maxFileBytes)
    const place = format.belongTogether === 'in-archive' ? (source.archiveName ?? '') : source.folder
    const key = `${formats.indexOf(format)}\n${place}`
    const job = jobs.get(key)
    if (job === undefined) jobs.set(key, { read: format.read, files: [source] })
    else job.files.push(source)
  }
  return [...jobs.values()]
}

function expectedFormats(): string {
  return `Expected an export of ${recordingFormatNames.join(', ')}, or a table with a column of times and one of a signal.`
}
