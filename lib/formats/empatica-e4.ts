import { AppError } from '@/lib/core/app-error'
import type { Channel, ChannelSeries, RecordingNote } from '@/lib/core/signal/recording'

import type { CsvLayout } from './csv-layout'
import { readNumberTable, type NumberTable } from './csv-numbers'
import { recogniseE4Part, sensorOfName, type E4Part, type SignalSensor } from './empatica-e4-part'
import { inferEpochUnit } from './epoch-time'
import { groupByTime } from './group-by-time'
import { orderSamples } from './order-samples'
import { dropOutOfRange, sampleMedian } from './plausibility'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import type { SourceFile } from './source-file'
import { tableNotes } from './table-notes'
import { toRecording } from './to-recording'

/**
 * An Empatica E4's session, as E4 connect exports it: ACC, BVP, EDA, TEMP, HR, IBI and tags, each a CSV, together a zip.
 *
 * The first row of a file is its start in Unix seconds, the second its rate in Hz, then a row a sample; IBI has offset and
 * duration in seconds instead of a rate. The session's own info.txt says the units: ACC 1/64 g, EDA microsiemens, TEMP Celsius.
 * Acceleration holds gravity and points up at rest.
 */
export const empaticaE4: RecordingFormat = {
  formatName: 'Empatica E4',
  recognises: (file) => recogniseE4Part(file) !== undefined,
  read: readE4,
}

/** What each sensor can give. TEMP and EDA files often begin with values far outside, such as 382 degrees. */
const physicalRange = {
  EDA: { min: 0, max: 100, unit: 'microsiemens' },
  TEMP: { min: 5, max: 50, unit: 'degrees Celsius' },
  HR: { min: 25, max: 250, unit: 'beats a minute' },
  IBI: { min: 240, max: 2400, unit: 'milliseconds' },
} as const
/** Of acceleration the gravity alone is always there: the median length of the vector tells its unit. */
const accUnits = [
  { perG: 64, min: 20, max: 120 },
  { perG: 1, min: 0.6, max: 1.6, name: 'g' },
  { perG: 9.80665, min: 6, max: 16, name: 'm/s²' },
  { perG: 1000, min: 600, max: 1600, name: 'thousandths of g' },
] as const
/** A channel of which more than this is outside its range is not what its name says. */
const maxDroppedShare = 0.5
type ReadPart = {
  readonly file: SourceFile
  readonly startMs: number
  readonly endMs: number
  readonly series: Partial<Record<Channel, ChannelSeries>>
  readonly notes: readonly RecordingNote[]
}

async function readE4(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const tagsMs: number[] = []
  const emptyNotes: RecordingNote[] = []
  const { results, notes: problemNotes } = await readEach(files, async (file): Promise<readonly ReadPart[]> => {
    const part = recogniseE4Part(file)
    if (part?.kind === 'info') return []
    if (part === undefined || part.kind === 'empty') {
      // A session in which nobody pressed the button has an empty tags.csv: nothing to say about.
      if (sensorOfName(file.fileName) !== 'TAGS') emptyNotes.push({ kind: 'missing', message: `${file.fileName} is empty.` })
      return []
    }
    if (part.kind === 'intervals') return [await readIntervals(file, part, context)]
    if (part.kind === 'signal') return [await readSignal(file, part, context)]
    tagsMs.push(...(await readTags(file, part.layout, context)))
    return []
  })
  const parts = results.flat()
  const notes = [...emptyNotes, ...problemNotes]

  const recordings = groupByTime(parts).flatMap((group) => {
    const recording = toE4Recording(group, tagsMs)
    return recording === undefined ? [] : [recording]
  })
  if (recordings.length === 0) {
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${files.map(({ fileName }) => fileName).join(', ')}: no file holds two samples. Expected a start time, a rate and then the samples.`,
    )
  }
  return { recordings, notes }
}

function toE4Recording(parts: readonly ReadPart[], tagsMs: readonly number[]) {
  const series: Partial<Record<Channel, ChannelSeries>> = {}
  const notes: RecordingNote[] = []
  for (const part of parts) {
    const isTwice = Object.keys(part.series).some((channel) => channel in series)
    if (isTwice)
      notes.push({
        kind: 'skipped',
        message: `${part.file.fileName} holds the same sensor at the same time as another file and was left out.`,
      })
    else Object.assign(series, part.series)
    notes.push(...part.notes)
  }
  const startMs = Math.min(...parts.map((part) => part.startMs))
  const endMs = Math.max(...parts.map((part) => part.endMs))
  const absent = [
    ...(series.bvp || series.heartRate || series.rrInterval ? [] : ['BVP.csv (pulse)']),
    ...(series.eda ? [] : ['EDA.csv (skin conductance)']),
    ...(series.skinTemp ? [] : ['TEMP.csv (skin temperature)']),
    ...(series.accX ? [] : ['ACC.csv (motion)']),
  ]
  if (absent.length > 0) notes.push({ kind: 'missing', message: `Without ${absent.join(', ')}; stress is read from what is there.` })
  return toRecording({
    sourceName: 'Empatica E4',
    files: parts.map(({ file }) => file),
    series,
    ...(series.accX ? { hasGravity: true } : {}),
    tagsMs: tagsMs.filter((tagMs) => tagMs >= startMs && tagMs <= endMs).sort((a, b) => a - b),
    notes,
  })
}

async function readSignal(file: SourceFile, part: Extract<E4Part, { kind: 'signal' }>, context: ReadContext): Promise<ReadPart> {
  const { sensor, startMs, rateHz, layout } = part
  const table = await readNumberTable(countedChunks(file, context), {
    fileName: file.fileName,
    layout,
    headerLineCount: 2,
    preciseCells: [],
    valueCells: sensor === 'ACC' ? [0, 1, 2] : [0],
    badRow: 'keep-as-nan',
    expected: sensor === 'ACC' ? 'three numbers a row' : 'one number a row',
  })
  const stepMs = 1000 / rateHz
  const timestampsMs = new Float64Array(table.rowCount)
  for (let index = 0; index < timestampsMs.length; index++) timestampsMs[index] = startMs + index * stepMs
  const { channels, notes } = toChannels(file.fileName, sensor, table)
  const series = table.rowCount === 0 ? {} : Object.fromEntries(channels.map(([channel, values]) => [channel, { timestampsMs, values }]))
  return {
    file,
    startMs,
    endMs: timestampsMs.at(-1) ?? startMs,
    series,
    notes: [...part.notes, ...tableNotes(file.fileName, table), ...(table.rowCount === 0 ? [emptyNote(file)] : notes)],
  }
}

function emptyNote({ fileName }: SourceFile): RecordingNote {
  return { kind: 'missing', message: `${fileName} holds no samples.` }
}

type ChannelColumns = { readonly channels: readonly (readonly [Channel, Float32Array])[]; readonly notes: readonly RecordingNote[] }

/** The columns of one file in the recording's units. */
function toChannels(
  fileName: string,
  sensor: SignalSensor,
  { valueColumns: [first = new Float32Array(0), second, third] }: NumberTable,
): ChannelColumns {
  if (first.length === 0) return { channels: [], notes: [] }
  if (sensor === 'BVP') return { channels: [['bvp', first]], notes: [] }
  if (sensor === 'EDA') return { channels: [['eda', first]], notes: rangeNotes(fileName, 'EDA', first) }
  if (sensor === 'HR') return { channels: [['heartRate', first]], notes: rangeNotes(fileName, 'HR', first) }
  if (sensor === 'TEMP') {
    const unitNotes = convertFahrenheit(fileName, first)
    return { channels: [['skinTemp', first]], notes: [...unitNotes, ...rangeNotes(fileName, 'TEMP', first)] }
  }
  const y = second ?? new Float32Array(first.length)
  const z = third ?? new Float32Array(first.length)
  const notes = convertAcceleration(fileName, first, y, z)
  return {
    channels: [
      ['accX', first],
      ['accY', y],
      ['accZ', z],
    ],
    notes,
  }
}

function rangeNotes(fileName: string, sensor: keyof typeof physicalRange, values: Float32Array): RecordingNote[] {
  const { min, max, unit } = physicalRange[sensor]
  const median = sampleMedian(values)
  const { droppedCount, firstDropped } = dropOutOfRange(values, min, max)
  if (firstDropped === undefined) return []
  const found = `${droppedCount} of ${values.length} values lie outside ${min} to ${max} ${unit}`
  if (droppedCount > values.length * maxDroppedShare) {
    throw new AppError(
      'FILE_UNREADABLE',
      `${fileName}: ${found} (their median is ${Number(median.toPrecision(3))}). Expected ${unit}; is it another sensor's file, or another unit?`,
    )
  }
  return [{ kind: 'skipped', message: `${fileName}: ${found} and were left out (the first is ${Number(firstDropped.toPrecision(4))}).` }]
}

/** Skin in Fahrenheit is 68 to 113: no Celsius reading of a living wrist. */
function convertFahrenheit(fileName: string, values: Float32Array): RecordingNote[] {
  const median = sampleMedian(values)
  if (!(median > 60 && median < 115)) return []
  for (let index = 0; index < values.length; index++) values[index] = ((values[index] ?? Number.NaN) - 32) / 1.8
  return [{ kind: 'unit', message: `${fileName}: values of about ${Math.round(median)} were taken for Fahrenheit.` }]
}

function convertAcceleration(fileName: string, x: Float32Array, y: Float32Array, z: Float32Array): RecordingNote[] {
  const lengths = new Float32Array(x.length)
  for (let index = 0; index < lengths.length; index++) {
    const [valueX, valueY, valueZ] = [x[index] ?? Number.NaN, y[index] ?? Number.NaN, z[index] ?? Number.NaN]
    lengths[index] = Math.sqrt(valueX * valueX + valueY * valueY + valueZ * valueZ)
  }
  const median = sampleMedian(lengths)
  const unit = accUnits.find(({ min, max }) => median >= min && median <= max)
  if (unit === undefined) {
    throw new AppError(
      'FILE_UNREADABLE',
      `${fileName}: acceleration has a length of about ${Number(median.toPrecision(3))}. Expected about 64, as gravity alone is in units of 1/64 g.`,
    )
  }
  for (const column of [x, y, z]) {
    for (let index = 0; index < column.length; index++) column[index] = (column[index] ?? Number.NaN) / unit.perG
  }
  return 'name' in unit ? [{ kind: 'unit', message: `${fileName}: acceleration was taken to be in ${unit.name} instead of 1/64 g.` }] : []
}

/** Beat intervals longer than this are milliseconds: nobody's heart rests for half a minute. */
const longestIntervalSec = 30

async function readIntervals(file: SourceFile, part: Extract<E4Part, { kind: 'intervals' }>, context: ReadContext): Promise<ReadPart> {
  const { fileName } = file
  const table = await readNumberTable(countedChunks(file, context), {
    fileName,
    layout: part.layout,
    headerLineCount: 1,
    preciseCells: [0],
    valueCells: [1],
    badRow: 'leave-out',
    expected: 'the time since the start and the interval, both in seconds',
  })
  const [offsetsSec = new Float64Array(0)] = table.preciseColumns
  const [intervals = new Float32Array(0)] = table.valueColumns
  const notes = [...part.notes, ...tableNotes(fileName, table)]
  const isInMs = sampleMedian(intervals) > longestIntervalSec
  if (isInMs) notes.push({ kind: 'unit', message: `${fileName}: intervals were taken to be in milliseconds instead of seconds.` })
  else for (let index = 0; index < intervals.length; index++) intervals[index] = (intervals[index] ?? Number.NaN) * 1000
  notes.push(...rangeNotes(fileName, 'IBI', intervals))
  const ordered = orderSamples(
    fileName,
    offsetsSec.map((offsetSec) => part.startMs + offsetSec * 1000),
    [intervals],
  )
  const [values = new Float32Array(0)] = ordered.columns
  const { timestampsMs } = ordered
  return {
    file,
    startMs: part.startMs,
    endMs: timestampsMs.at(-1) ?? part.startMs,
    series: values.length === 0 ? {} : { rrInterval: { timestampsMs, values } },
    notes: [...notes, ...ordered.notes],
  }
}

async function readTags(file: SourceFile, layout: CsvLayout, context: ReadContext): Promise<number[]> {
  const table = await readNumberTable(countedChunks(file, context), {
    fileName: file.fileName,
    layout,
    headerLineCount: 0,
    preciseCells: [0],
    valueCells: [],
    badRow: 'leave-out',
    expected: 'one Unix time a row',
  })
  return Array.from(table.preciseColumns[0] ?? []).flatMap((time) => {
    const epochUnit = inferEpochUnit(time)
    return epochUnit === undefined ? [] : [time / epochUnit.perMs]
  })
}
