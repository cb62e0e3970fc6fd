import { cleanSeries } from './clean-series'
import { medianStepMs } from './interpolate-series'
import { channelNames, type Channel, type ChannelSeries, type Recording } from './recording'

/** A stretch of time, Unix epoch ms. */
export type Stretch = { readonly startMs: number; readonly endMs: number }

/** How good one channel of a recording is. */
export type ChannelQuality = {
  readonly channel: Channel
  /** 0..1: the share of the recording's span that lies in no gap of this channel. */
  readonly coveredShare: number
  /** Stretches without samples, the recording's ends included. */
  readonly gaps: readonly Stretch[]
  /** Stretches in which the value does not change at all: a sensor that is off, loose or stuck. */
  readonly flatStretches: readonly Stretch[]
  /** Stretches in which the value stands at the channel's own lowest or highest: a sensor at its limit. */
  readonly saturatedStretches: readonly Stretch[]
  /** 0..1: the share of samples in those. */
  readonly saturatedShare: number
}

/** What a recording is worth, channel by channel; shown to people, never thrown. */
export type SignalQuality = { readonly channels: readonly ChannelQuality[] }

/** Shorter silences are a sensor's jitter; slower channels get three of their own steps. */
const SHORTEST_GAP_MS = 2000
const GAP_STEP_COUNT = 3
/** A living signal does not stand still for so long; a heart rate given in whole numbers may, and gets the longer bound. */
const SHORTEST_FLAT_MS: Partial<Record<Channel, number>> = {
  accX: 10_000,
  accY: 10_000,
  accZ: 10_000,
  gyroX: 10_000,
  gyroY: 10_000,
  gyroZ: 10_000,
  bvp: 2000,
  eda: 60_000,
}
/** So many equal extreme values in a row are a limit, not a peak. */
const SATURATED_RUN_COUNT = 4
/** The channels whose sensor has a limit that a hard movement or a loose strap reaches. */
const CLIPPING_CHANNELS: ReadonlySet<Channel> = new Set<Channel>(['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ', 'bvp', 'eda'])

/** Says for each channel of a recording how much of its span it covers, where it is silent, where it stands still and how often it is at its limit. */
export function assessQuality(recording: Recording): SignalQuality {
  return {
    channels: channelNames.flatMap((channel) => {
      const series = recording.series[channel]
      return series === undefined ? [] : [assessChannel(channel, cleanSeries(series), recording)]
    }),
  }
}

function assessChannel(channel: Channel, series: ChannelSeries, { startMs, endMs }: Recording): ChannelQuality {
  const gaps = findGaps(series.timestampsMs, startMs, endMs)
  const missingMs = gaps.reduce((sum, gap) => sum + gap.endMs - gap.startMs, 0)
  const spanMs = endMs - startMs
  return {
    channel,
    coveredShare: series.values.length === 0 ? 0 : spanMs > 0 ? Math.max(0, 1 - missingMs / spanMs) : 1,
    gaps,
    flatStretches: findFlatStretches(series, SHORTEST_FLAT_MS[channel] ?? Infinity),
    ...(CLIPPING_CHANNELS.has(channel) ? findSaturation(series) : { saturatedStretches: [], saturatedShare: 0 }),
  }
}

function findGaps(timestampsMs: Float64Array, startMs: number, endMs: number): Stretch[] {
  const stepMs = medianStepMs(timestampsMs)
  const longestMs = Math.max(SHORTEST_GAP_MS, Number.isFinite(stepMs) ? GAP_STEP_COUNT * stepMs : 0)
  const gaps: Stretch[] = []
  let lastMs = startMs
  for (let index = 0; index <= timestampsMs.length; index += 1) {
    const nextMs = timestampsMs[index] ?? endMs
    if (nextMs - lastMs > longestMs) gaps.push({ startMs: lastMs, endMs: nextMs })
    lastMs = nextMs
  }
  return gaps
}

function findFlatStretches({ timestampsMs, values }: ChannelSeries, shortestMs: number): Stretch[] {
  const stretches: Stretch[] = []
  let first = 0
  for (let index = 1; index <= values.length; index += 1) {
    if (index < values.length && values[index] === values[first]) continue
    const stretch = { startMs: timestampsMs[first] ?? NaN, endMs: timestampsMs[index - 1] ?? NaN }
    if (stretch.endMs - stretch.startMs >= shortestMs) stretches.push(stretch)
    first = index
  }
  return stretches
}

function findSaturation({ timestampsMs, values }: ChannelSeries): Pick<ChannelQuality, 'saturatedStretches' | 'saturatedShare'> {
  let lowest = Infinity
  let highest = -Infinity
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const saturatedStretches: Stretch[] = []
  if (!(lowest < highest)) return { saturatedStretches, saturatedShare: 0 }
  let saturatedCount = 0
  let runCount = 0
  for (let index = 0; index <= values.length; index += 1) {
    const value = values[index]
    const isExtreme = value === lowest || value === highest
    if (isExtreme && (runCount === 0 || value === values[index - 1])) {
      runCount += 1
      continue
    }
    if (runCount >= SATURATED_RUN_COUNT) {
      saturatedCount += runCount
      saturatedStretches.push({ startMs: timestampsMs[index - runCount] ?? NaN, endMs: timestampsMs[index - 1] ?? NaN })
    }
    runCount = isExtreme ? 1 : 0
  }
  return { saturatedStretches, saturatedShare: saturatedCount / values.length }
}
