import type { Channel, ChannelSeries, Recording, RecordingNote } from '@/lib/core/signal/recording'
import type { TablePreview } from '@/lib/core/signal/table-mapping'

import { listNames } from './list-names'
import type { SourceFile } from './source-file'

/** A recording from its channels, with its span taken from their times; undefined where there are not two samples at different times. */
export function toRecording(parts: {
  readonly sourceName: string
  readonly files: readonly SourceFile[]
  readonly series: Partial<Record<Channel, ChannelSeries>>
  readonly hasGravity?: boolean
  readonly tagsMs?: readonly number[]
  readonly notes: readonly RecordingNote[]
  readonly tables?: readonly TablePreview[]
}): Recording | undefined {
  const { sourceName, files, series, hasGravity, tagsMs = [], notes, tables } = parts
  const times = Object.values(series).map(({ timestampsMs }) => timestampsMs)
  const startMs = Math.min(...times.map((timestampsMs) => timestampsMs[0] ?? Infinity))
  const endMs = Math.max(...times.map((timestampsMs) => timestampsMs.at(-1) ?? -Infinity))
  if (!(endMs > startMs)) return undefined
  const archiveName = files[0]?.archiveName
  const fileNames = files.map(({ fileName }) => fileName)
  return {
    sourceName,
    fileName: archiveName ?? listNames(fileNames, 2),
    startMs,
    endMs,
    series,
    ...(hasGravity === undefined ? {} : { hasGravity }),
    tagsMs,
    notes,
    ...(tables === undefined ? {} : { tables }),
  }
}
