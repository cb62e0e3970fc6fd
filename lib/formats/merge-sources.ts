import type { Quantity } from '@/lib/core/signal/quantities'
import type { RecordingNote } from '@/lib/core/signal/recording'

import { listNames } from './list-names'

/** Within a stretch of this length one source speaks: the one that measured most often in it. */
const turnMs = 60_000

/** One source's samples of a quantity, in order of time. */
export type SourceSamples = {
  readonly fileName: string
  readonly source?: string
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly columns: readonly Float32Array<ArrayBuffer>[]
}

/** The samples of all sources as one, and what was said twice. */
export type MergedSamples = {
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly columns: readonly Float32Array<ArrayBuffer>[]
  readonly notes: readonly RecordingNote[]
}

const quantityNames: Readonly<Record<Quantity, string>> = {
  acceleration: 'Acceleration',
  rotation: 'Rotation',
  pulseWave: 'The pulse wave',
  conductance: 'Skin conductance',
  temperature: 'Skin temperature',
  heartRate: 'The heart rate',
  interval: 'Beat intervals',
}

/**
 * Makes one series of a quantity that several devices, apps or files measured.
 *
 * Two of them that measured at once say the same thing twice, each with its own error, so within each minute only the one with the most
 * samples is kept. Files that follow each other are put one after the other.
 */
export function mergeSources(quantity: Quantity, parts: readonly SourceSamples[]): MergedSamples {
  const partSources = nameSources(parts)
  const sourceNames = [...new Set(partSources)]
  const totalCount = parts.reduce((sum, { timestampsMs }) => sum + timestampsMs.length, 0)
  const columnCount = Math.min(...parts.map(({ columns }) => columns.length))
  const timestampsMs = new Float64Array(totalCount)
  const columns = Array.from({ length: columnCount }, () => new Float32Array(totalCount))
  const sources = new Uint16Array(totalCount)
  fillInOrder(
    parts,
    partSources.map((name) => sourceNames.indexOf(name)),
    timestampsMs,
    columns,
    sources,
  )

  const kept = new Uint8Array(totalCount)
  const counts = new Uint32Array(sourceNames.length)
  let leftOutCount = 0
  let start = 0
  while (start < totalCount) {
    const turn = Math.floor((timestampsMs[start] ?? 0) / turnMs)
    let end = start
    counts.fill(0)
    while (end < totalCount && Math.floor((timestampsMs[end] ?? 0) / turnMs) === turn) {
      const source = sources[end] ?? 0
      counts[source] = (counts[source] ?? 0) + 1
      end++
    }
    const speaker = counts.indexOf(Math.max(...counts))
    let lastMs = -Infinity
    for (let index = start; index < end; index++) {
      const timestampMs = timestampsMs[index] ?? Number.NaN
      if (sources[index] === speaker && timestampMs > lastMs) {
        kept[index] = 1
        lastMs = timestampMs
      } else leftOutCount++
    }
    start = end
  }
  if (leftOutCount === 0) return { timestampsMs, columns, notes: [] }
  const notes: RecordingNote[] = [
    {
      kind: 'duplicate',
      message: `${quantityNames[quantity]} was measured by ${listNames(sourceNames, 3)} at the same times: in each minute the one with the most samples was kept (${leftOutCount.toLocaleString('en')} of ${totalCount.toLocaleString('en')} left out).`,
    },
  ]
  return {
    timestampsMs: timestampsMs.filter((_, index) => kept[index] === 1),
    columns: columns.map((column) => column.filter((_, index) => kept[index] === 1)),
    notes,
  }
}

/** The source of each part; files of one device that follow each other, as many exports come, are one source, named after the first. */
function nameSources(parts: readonly SourceSamples[]): string[] {
  const order = parts.map((_, index) => index).toSorted((a, b) => (parts[a]?.timestampsMs[0] ?? 0) - (parts[b]?.timestampsMs[0] ?? 0))
  const names = parts.map((part) => part.source ?? '')
  const chains: { readonly name: string; endMs: number }[] = []
  for (const index of order) {
    const part = parts[index]
    if (part === undefined || part.source !== undefined) continue
    const startMs = part.timestampsMs[0] ?? 0
    const endMs = part.timestampsMs.at(-1) ?? startMs
    const chain = chains.find((candidate) => candidate.endMs <= startMs)
    if (chain === undefined) chains.push({ name: part.fileName, endMs })
    else chain.endMs = endMs
    names[index] = chain?.name ?? part.fileName
  }
  return names
}

/** Writes the samples of all parts in order of time, the earlier part first where two have the same: each is in order by itself. */
function fillInOrder(
  parts: readonly SourceSamples[],
  partSources: readonly number[],
  timestampsMs: Float64Array,
  columns: readonly Float32Array[],
  sources: Uint16Array,
) {
  const places = new Uint32Array(parts.length)
  const nextMs = Float64Array.from(parts, (part) => part.timestampsMs[0] ?? Infinity)
  for (let index = 0; index < timestampsMs.length; index++) {
    let first = 0
    for (let part = 1; part < nextMs.length; part++) if ((nextMs[part] ?? Infinity) < (nextMs[first] ?? Infinity)) first = part
    const from = places[first] ?? 0
    const part = parts[first]
    timestampsMs[index] = nextMs[first] ?? Number.NaN
    sources[index] = partSources[first] ?? 0
    for (let axis = 0; axis < columns.length; axis++) {
      const column = columns[axis]
      if (column !== undefined) column[index] = part?.columns[axis]?.[from] ?? Number.NaN
    }
    places[first] = from + 1
    nextMs[first] = part?.timestampsMs[from + 1] ?? Infinity
  }
}
