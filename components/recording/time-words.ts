const MS_PER_SECOND = 1000
const SECONDS_PER_MINUTE = 60
const MINUTES_PER_HOUR = 60

/** A time of day in the listener's own zone, to the second: '14:05:09'. */
export function clockWords(timestampMs: number): string {
  return new Date(timestampMs).toLocaleTimeString('en-GB')
}

/** A day in the listener's own zone: '14 March 2026'. */
export function dayWords(timestampMs: number): string {
  return new Date(timestampMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** A length in words: '45 seconds', '5 minutes', '1 hour 20 minutes'. */
export function lengthWords(durationMs: number): string {
  const seconds = Math.round(durationMs / MS_PER_SECOND)
  if (seconds < 2 * SECONDS_PER_MINUTE) return `${seconds} seconds`
  const minutes = Math.round(seconds / SECONDS_PER_MINUTE)
  if (minutes < MINUTES_PER_HOUR) return `${minutes} minutes`
  const hours = Math.floor(minutes / MINUTES_PER_HOUR)
  const rest = minutes % MINUTES_PER_HOUR
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}${rest === 0 ? '' : ` ${rest} minutes`}`
}
