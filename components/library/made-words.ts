const MS_PER_DAY = 86_400_000

/** When a playlist was made, in words of this day, or the date with the time. */
export function madeWords(createdAtMs: number, nowMs: number): string {
  const created = new Date(createdAtMs)
  const time = created.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const dayOf = (timestampMs: number) => new Date(timestampMs).toDateString()
  if (dayOf(createdAtMs) === dayOf(nowMs)) return `today at ${time}`
  if (dayOf(createdAtMs) === dayOf(nowMs - MS_PER_DAY)) return `yesterday at ${time}`
  return `on ${created.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })} at ${time}`
}
