import type uPlot from 'uplot'

import type { Stretch } from '@/lib/core/signal/assess-quality'
import { lineInView, meanInStretch, rangeOfMeans, seriesGapMs, type DrawnLine } from '@/lib/core/signal/line-in-view'
import { readCadence, type CadenceEstimate } from '@/lib/core/signal/cadence-series'
import type { ChannelSeries } from '@/lib/core/signal/recording'
import { createAbstain, type Abstain } from '@/lib/core/state/abstain'
import { stressLabels } from '@/lib/core/state/labels'
import { likeliestActivity } from '@/lib/core/state/likeliest-activity'
import { estimateAt, estimateStepMs, middleMs, runsOf } from '@/lib/core/state/own-stretches'
import { readStretch } from '@/lib/core/state/read-stretch'
import { isStepping } from '@/lib/core/state/walking-cadence'
import type { Estimate } from '@/lib/core/state/user-state'
import type { WindowModelId } from '@/lib/inference/inference'
import type { ReadRecording } from '@/lib/stores/studio-state'

import { activityRows, seenActivities } from './activity-words'
import { estimatesInView, stressLines } from './plot-data'

/** What every lane of the timeline has. */
type LaneBase = {
  readonly key: 'stress' | 'heartRate' | 'eda' | 'activity' | 'cadence'
  readonly title: string
  readonly unit?: string
  /** CSS variable of its colour. */
  readonly colorVariable: string
  readonly heightPx: number
  /** Its value in words at a moment (a stretch without length) or over a stretch. */
  valueIn(stretch: Stretch): string
}

/** A lane of lines. */
export type LineLane = LaneBase & {
  readonly kind: 'line'
  readonly range: readonly [number, number]
  /** Where its axis is marked, and how. */
  readonly ticks: readonly number[]
  tickWords(tick: number): string
  /** Whether the surface under the first line is filled. */
  readonly isFilled: boolean
  /** Stretches of which nothing is claimed: hatched. */
  readonly unsure: readonly Stretch[]
  /** What uPlot draws of a view: times, the line, and a second, dashed one where the first says nothing. */
  dataIn(view: Stretch, pointCount: number): uPlot.AlignedData
}

/** A lane of rows like those of a piano roll: a bar in a row where it was the likeliest, the fainter the less sure. */
export type RowLane = LaneBase & {
  readonly kind: 'rows'
  readonly rows: readonly string[]
  readonly bars: readonly (Stretch & { readonly row: number; readonly strength: number })[]
}

export type Lane = LineLane | RowLane

const STRESS = stressLabels.indexOf('stress')
/** What the four scores look like. */
export const STRESS_WORDS: readonly string[] = ['at rest', 'stressed', 'amused', 'deeply calm']
const STRESS_HEIGHT_PX = 128
const LINE_HEIGHT_PX = 84
const ROW_HEIGHT_PX = 22
const ROWS_MARGIN_PX = 12
/** What a heart's axis holds at least, beats a minute, and the room above and below what is drawn. */
const HEART_RATE_AXIS = { low: 50, high: 110, room: 5 }
const CADENCE_AXIS = { low: 80, high: 180, room: 5 }
/** The room above and below what is drawn of skin conductance, a share of its range, and the smallest range, in microsiemens. */
const EDA_ROOM_SHARE = 0.1
const SMALLEST_EDA_RANGE = 0.2
/** A heart rate is that of the beats around a moment. */
const MOMENT_MARGIN_MS = 2000
/** Cadences farther apart have a rest between them. */
const CADENCE_GAP_MS = 6000
const MS_PER_SECOND = 1000
const NOT_MEASURED = 'not measured'

const percent = (share: number) => `${Math.round(share * 100)} %`
const isMoment = ({ startMs, endMs }: Stretch) => startMs === endMs

/** What the lanes of the signals are made of. */
type SignalSources = Pick<ReadRecording, 'recording' | 'quality' | 'estimates'> & { readonly heartRate: ChannelSeries | undefined }

/** The lanes of stress, where its model read the recording, and of what the heart and the skin did: those of which there is something. */
export function signalLanes(modelId: WindowModelId, { recording, quality, estimates, heartRate }: SignalSources): readonly Lane[] {
  const whole = { startMs: recording.startMs, endMs: recording.endMs }
  return [
    ...(modelId === 'stress' ? [stressLane(estimates, createAbstain(quality))] : []),
    ...(heartRate === undefined ? [] : heartRateLane(heartRate, whole)),
    ...(recording.series.eda === undefined ? [] : edaLane(recording.series.eda, whole)),
  ]
}

/** The lanes of activities and of steps: those of which there is something. */
export function movementLanes(moving: readonly Estimate[], cadence: readonly CadenceEstimate[]): readonly Lane[] {
  return [...(moving.length === 0 ? [] : [activityLane(moving)]), ...cadenceLane(stepsOf(cadence, moving))]
}

function stressLane(estimates: readonly Estimate[], abstain: Abstain): LineLane {
  const stepMs = estimateStepMs(estimates)
  const runs = runsOf(estimates, (estimate) => abstain(estimate.confidence, estimate))
  return {
    kind: 'line',
    key: 'stress',
    title: 'Stress',
    unit: 'how likely',
    colorVariable: '--signal-wearable',
    heightPx: STRESS_HEIGHT_PX,
    range: [0, 100],
    ticks: [0, 50, 100],
    tickWords: (tick) => `${tick} %`,
    isFilled: true,
    unsure: runs.filter(({ kind }) => kind !== undefined),
    dataIn: (view) => stressLines(estimatesInView(estimates, view), abstain, stepMs),
    valueIn: (stretch) => {
      const own = isMoment(stretch) ? estimateAt(estimates, stretch.startMs, stepMs) : undefined
      const read = isMoment(stretch) ? own : readStretch(estimates, stretch)
      if (read === undefined) return NOT_MEASURED
      const abstention = abstain(read.confidence, isMoment(stretch) ? read : stretch)
      if (abstention !== undefined) return abstention === 'unsure' ? 'too unsure to say' : 'signal too poor to say'
      return `${percent(read.scores[STRESS] ?? 0)}, looks ${STRESS_WORDS[read.scores.indexOf(Math.max(...read.scores))] ?? ''}`
    },
  }
}

type SeriesLane = Pick<LineLane, 'key' | 'title' | 'unit'> & {
  readonly digits: number
  rangeOf(low: number, high: number): readonly [number, number]
}

function seriesLane(series: ChannelSeries, whole: Stretch, { digits, rangeOf, ...lane }: SeriesLane): readonly LineLane[] {
  const gapMs = seriesGapMs(series)
  const drawn = rangeOfMeans(series, whole, gapMs)
  if (drawn === undefined) return []
  const range = rangeOf(...drawn)
  return [
    {
      ...lane,
      kind: 'line',
      colorVariable: '--ink-soft',
      heightPx: LINE_HEIGHT_PX,
      range,
      ticks: evenTicks(range),
      tickWords: (tick) => String(Number(tick.toFixed(digits))),
      isFilled: false,
      unsure: [],
      dataIn: (view, pointCount) => lineInView(series, view, pointCount, gapMs),
      valueIn: ({ startMs, endMs }) => {
        const around = { startMs: startMs - MOMENT_MARGIN_MS, endMs: endMs + MOMENT_MARGIN_MS }
        return meanInStretch(series, startMs === endMs ? around : { startMs, endMs }, gapMs)?.toFixed(digits) ?? NOT_MEASURED
      },
    },
  ]
}

const heartRateLane = (heartRate: ChannelSeries, whole: Stretch) =>
  seriesLane(heartRate, whole, {
    key: 'heartRate',
    title: 'Heart rate',
    unit: 'beats a minute',
    digits: 0,
    rangeOf: (low, high) => [
      Math.min(HEART_RATE_AXIS.low, low - HEART_RATE_AXIS.room),
      Math.max(HEART_RATE_AXIS.high, high + HEART_RATE_AXIS.room),
    ],
  })

const edaLane = (eda: ChannelSeries, whole: Stretch) =>
  seriesLane(eda, whole, {
    key: 'eda',
    title: 'Skin conductance',
    unit: 'µS',
    digits: 2,
    rangeOf: (low, high) => {
      const room = Math.max(SMALLEST_EDA_RANGE, high - low) * EDA_ROOM_SHARE
      return [Math.max(0, low - room), Math.max(high + room, low + SMALLEST_EDA_RANGE)]
    },
  })

/** What people count in, times a power of ten; a step may be so much shorter than its share of the range. */
const TICK_COUNT = 3
const NICE_MULTIPLES = [1, 2, 5, 10]
const SMALLEST_ROUGH_SHARE = 0.85

/** Round numbers within a range, about so many. */
function evenTicks([low, high]: readonly [number, number]): readonly number[] {
  const rough = (high - low) / TICK_COUNT
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = (NICE_MULTIPLES.find((multiple) => multiple * power >= rough * SMALLEST_ROUGH_SHARE) ?? 10) * power
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, index) => (first + index) * step)
}

function activityLane(estimates: readonly Estimate[]): RowLane {
  const seenIn = ({ scores, doubt }: Estimate) => (doubt === undefined ? likeliestActivity(scores) : undefined)
  const stepMs = estimateStepMs(estimates)
  const seen = new Set(estimates.map(seenIn))
  const rows = seenActivities.filter((activity) => seen.has(activity))
  return {
    kind: 'rows',
    key: 'activity',
    title: 'Movement',
    unit: 'fainter is less sure',
    colorVariable: '--signal-motion',
    heightPx: rows.length * ROW_HEIGHT_PX + ROWS_MARGIN_PX,
    rows: rows.map((activity) => activityRows[activity]),
    bars: estimates.flatMap((estimate) => {
      const activity = seenIn(estimate)
      const atMs = middleMs(estimate)
      if (activity === undefined) return []
      return [
        { startMs: atMs - stepMs / 2, endMs: atMs + stepMs / 2, row: rows.indexOf(activity), strength: Math.min(1, estimate.confidence) },
      ]
    }),
    valueIn: (stretch) => {
      const own = isMoment(stretch) ? estimateAt(estimates, stretch.startMs, stepMs) : undefined
      if (own?.doubt !== undefined) return own.doubt === 'notWorn' ? 'not worn' : 'unknown movement'
      const read = isMoment(stretch) ? own : readStretch(estimates, stretch)
      return read === undefined ? NOT_MEASURED : activityRows[likeliestActivity(read.scores)].toLowerCase()
    },
  }
}

/** The cadences of somebody who walks or runs: a gesture may swing like steps, and is none. */
function stepsOf(cadence: readonly CadenceEstimate[], moving: readonly Estimate[]): readonly CadenceEstimate[] {
  const stepMs = estimateStepMs(moving)
  return cadence.filter((estimate) => {
    const own = estimateAt(moving, middleMs(estimate), stepMs)
    return own !== undefined && isStepping(likeliestActivity(own.scores))
  })
}

function cadenceLane(cadence: readonly CadenceEstimate[]): readonly LineLane[] {
  if (cadence.length === 0) return []
  const range = cadence.reduce(
    ([low, high], { cadenceSpm }) =>
      [Math.min(low, cadenceSpm - CADENCE_AXIS.room), Math.max(high, cadenceSpm + CADENCE_AXIS.room)] as const,
    [CADENCE_AXIS.low, CADENCE_AXIS.high] as const,
  )
  const line: DrawnLine = [[], []]
  let lastMs = NaN
  for (const estimate of cadence) {
    const atMs = middleMs(estimate)
    if (atMs - lastMs > CADENCE_GAP_MS) {
      line[0].push((lastMs + atMs) / 2 / MS_PER_SECOND)
      line[1].push(null)
    }
    line[0].push(atMs / MS_PER_SECOND)
    line[1].push(estimate.cadenceSpm)
    lastMs = atMs
  }
  const lane: LineLane = {
    kind: 'line',
    key: 'cadence',
    title: 'Steps',
    unit: 'a minute',
    colorVariable: '--signal-motion',
    heightPx: LINE_HEIGHT_PX,
    range,
    ticks: evenTicks(range),
    tickWords: String,
    isFilled: false,
    unsure: [],
    dataIn: () => line,
    valueIn: (stretch) => {
      const around = isMoment(stretch) ? { startMs: stretch.startMs - MOMENT_MARGIN_MS, endMs: stretch.endMs + MOMENT_MARGIN_MS } : stretch
      const read = readCadence(cadence, around)
      return read === undefined ? 'none' : String(Math.round(read.cadenceSpm))
    },
  }
  return [lane]
}
