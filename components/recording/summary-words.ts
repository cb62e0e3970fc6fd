import type { SignalQuality, Stretch } from '@/lib/core/signal/assess-quality'
import { channelWords } from '@/lib/core/signal/channel-words'
import { createOverlapMeter } from '@/lib/core/signal/overlap-meter'
import type { Channel } from '@/lib/core/signal/recording'
import type { LevelStretch } from '@/lib/core/state/find-stretch'
import type { ActivityTime } from '@/lib/core/state/summarise-movement'
import type { StressSummary } from '@/lib/core/state/summarise-stress'
import { isStepping } from '@/lib/core/state/walking-cadence'

import { activityRows } from './activity-words'
import { lengthWords } from './time-words'

/** A line of the summary: what it is about, stretches that can be picked, and what else is said. */
export type SummaryLine = { readonly key: string; readonly lead: string; readonly stretches: readonly Stretch[]; readonly words?: string }

const MS_PER_SECOND = 1000
const MS_PER_MINUTE = 60_000
/** A stretch of this length is said in whole minutes, a shorter one in quarters of a minute, a very short one in seconds. */
const WHOLE_MINUTES_MS = 4 * MS_PER_MINUTE
const QUARTERS_MS = MS_PER_MINUTE
/** What a device also tells of the heart is not looked at where there is a pulse wave. */
const FROM_PULSE: readonly Channel[] = ['rrInterval', 'heartRate']
/** So many activities get a line. */
const ACTIVITY_LINE_COUNT = 4
/** So many marks of the wearer can be picked. */
const SHOWN_TAG_COUNT = 6
/** A channel that misses less than this is said to be there. */
const SMALLEST_MISSING_SHARE = 0.05

/** A stretch with ends that people would say, within the whole. */
export function roundStretch(whole: Stretch, { startMs, endMs }: Stretch): Stretch {
  const lengthMs = endMs - startMs
  const gridMs = lengthMs >= WHOLE_MINUTES_MS ? MS_PER_MINUTE : lengthMs >= QUARTERS_MS ? MS_PER_MINUTE / 4 : MS_PER_SECOND
  const round = (timestampMs: number) => Math.min(whole.endMs, Math.max(whole.startMs, Math.round(timestampMs / gridMs) * gridMs))
  return { startMs: round(startMs), endMs: round(endMs) }
}

const percent = (share: number) => `${Math.round(share * 100)} %`

/** What a wearable's recording says of stress. */
export function stressLines({ mostStressed, calmest, silent, silentMs, readMs }: StressSummary, whole: Stretch): readonly SummaryLine[] {
  const longest = silent.toSorted((one, other) => other.endMs - other.startMs - (one.endMs - one.startMs))[0]
  const isAllSilent = silentMs >= readMs
  return [
    ...(mostStressed === undefined && !isAllSilent
      ? [{ key: 'stressed', lead: 'Nothing looks stressed', stretches: [], words: 'for as long as a minute' }]
      : []),
    ...levelLine('stressed', 'Most stressed', mostStressed, whole),
    ...levelLine('calmest', 'Calmest', calmest, whole),
    ...(longest === undefined
      ? []
      : [
          {
            key: 'silent',
            lead: `${longest.abstention === 'unsure' ? 'Too unsure to say' : 'Too little measured to say'} for ${lengthWords(silentMs)}`,
            stretches: isAllSilent ? [] : [roundStretch(whole, longest)],
            ...(silent.length > 1 ? { words: `the longest of ${silent.length} stretches` } : {}),
          },
        ]),
  ]
}

function levelLine(key: string, lead: string, found: LevelStretch | undefined, whole: Stretch): readonly SummaryLine[] {
  if (found === undefined) return []
  return [{ key, lead, stretches: [roundStretch(whole, found)], words: `stress ${percent(found.level)} likely there` }]
}

/** What the movement looks like; of a wearable, which is read for stress, only what is more than rest. */
export function movementLines(times: readonly ActivityTime[], isWearable: boolean, whole: Stretch): readonly SummaryLine[] {
  return times
    .filter(({ activity }) => !isWearable || isStepping(activity))
    .slice(0, ACTIVITY_LINE_COUNT)
    .map(({ activity, totalMs, longest, boutCount, cadenceSpm }) => {
      const words = [
        ...(boutCount > 1 ? [`the longest of ${boutCount} stretches`] : []),
        ...(cadenceSpm === undefined ? [] : [`${Math.round(cadenceSpm)} steps a minute`]),
      ].join(', ')
      return {
        key: activity,
        lead: `${activityRows[activity]} for ${lengthWords(totalMs)}`,
        stretches: [roundStretch(whole, longest)],
        ...(words === '' ? {} : { words }),
      }
    })
}

/** The wearer's own marks, each as the stretch around it. */
export function tagLines(tagsMs: readonly number[], momentAt: (tagMs: number) => Stretch): readonly SummaryLine[] {
  if (tagsMs.length === 0) return []
  const more = tagsMs.length - SHOWN_TAG_COUNT
  return [
    {
      key: 'tags',
      lead: tagsMs.length === 1 ? 'One mark' : `${tagsMs.length} marks`,
      stretches: tagsMs.slice(0, SHOWN_TAG_COUNT).map(momentAt),
      ...(more > 0 ? { words: `and ${more} more` } : {}),
    },
  ]
}

/** Which signals could not be read for a part of the recording, and why. */
export function missingLines({ channels }: SignalQuality, { startMs, endMs }: Stretch): readonly SummaryLine[] {
  const hasPulse = channels.some(({ channel }) => channel === 'bvp')
  const parts = channels.flatMap(({ channel, gaps, flatStretches, saturatedStretches }) => {
    const word = channelWords[channel]
    if (word === undefined || (hasPulse && FROM_PULSE.includes(channel))) return []
    const reasons = [
      { stretches: gaps, words: 'not measured' },
      { stretches: flatStretches, words: 'standing still' },
      { stretches: saturatedStretches, words: 'at its limit' },
    ].map(({ stretches, words }) => ({ words, missingMs: createOverlapMeter(stretches)({ startMs, endMs }) }))
    const worst = reasons.reduce((most, reason) => (reason.missingMs > most.missingMs ? reason : most))
    return worst.missingMs < SMALLEST_MISSING_SHARE * (endMs - startMs)
      ? []
      : [`${word} ${worst.words} for ${lengthWords(worst.missingMs)}`]
  })
  return parts.length === 0 ? [] : [{ key: 'missing', lead: 'Not all was read', stretches: [], words: parts.join('; ') }]
}
