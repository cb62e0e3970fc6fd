import type { Stretch } from '@/lib/core/signal/assess-quality'

const MS_PER_SECOND = 1000
const SECONDS_PER_MINUTE = 60
const MINUTES_PER_HOUR = 60
const MS_PER_MINUTE = SECONDS_PER_MINUTE * MS_PER_SECOND

// Made once: an export of years has thousands of days to name.
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
const calendar = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' })

/** A time of day in the listener's own zone, to the second: '14:05:09'. */
export function clockWords(timestampMs: number): string {
  return clock.format(timestampMs)
}

/** A time of day to the minute, or to the second where it is no whole minute: '14:05', '14:05:09'. */
export function momentWords(timestampMs: number): string {
  const roundedMs = Math.round(timestampMs / MS_PER_SECOND) * MS_PER_SECOND
  return roundedMs % MS_PER_MINUTE === 0 ? clockWords(roundedMs).slice(0, 'hh:mm'.length) : clockWords(roundedMs)
}

/** A day in the listener's own zone: '14 March 2026'. */
export function dayWords(timestampMs: number): string {
  return calendar.format(timestampMs)
}

/** A month in the listener's own zone: 'March 2026'. */
export function monthWords(timestampMs: number): string {
  return months.format(timestampMs)
}

/** A stretch from one time of day to another: '14:10–14:35', to the second where it is that fine, with the days where it is past midnight. */
export function stretchWords({ startMs, endMs }: Stretch): string {
  const ends = [startMs, endMs].map((timestampMs) => Math.round(timestampMs / MS_PER_SECOND) * MS_PER_SECOND)
  const isFine = ends.some((timestampMs) => timestampMs % MS_PER_MINUTE !== 0)
  const isPastMidnight = dayWords(startMs) !== dayWords(endMs)
  const words = ends.map((timestampMs) => {
    const clock = clockWords(timestampMs).slice(0, isFine ? 'hh:mm:ss'.length : 'hh:mm'.length)
    return isPastMidnight ? `${dayWords(timestampMs)}, ${clock}` : clock
  })
  return isPastMidnight ? words.join(' to ') : words.join('–')
}

/** A length in words: '45 seconds', '5 minutes', '1 hour 20 minutes'. */
export function lengthWords(durationMs: number): string {
  const seconds = Math.round(durationMs / MS_PER_SECOND)
  if (seconds < 2 * SECONDS_PER_MINUTE) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.round(seconds / SECONDS_PER_MINUTE)
  if (minutes < MINUTES_PER_HOUR) return `${minutes} minutes`
  const hours = Math.floor(minutes / MINUTES_PER_HOUR)
  const rest = minutes % MINUTES_PER_HOUR
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}${rest === 0 ? '' : ` ${rest} minutes`}`
}
