const MS_PER_DAY = 86_400_000

/** From how many days before its end a consent is warned of. */
export const CONSENT_WARNING_DAYS = 30

/** A day in words: '26 November 2026'. */
export function dayWords(timestampMs: number): string {
  return new Date(timestampMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** The warning that a consent ends soon; undefined while there is time. */
export function consentWarning(consentEndsAtMs: number, nowMs: number): string | undefined {
  const dayCount = Math.ceil((consentEndsAtMs - nowMs) / MS_PER_DAY)
  if (dayCount > CONSENT_WARNING_DAYS) return undefined
  const when = dayCount <= 0 ? 'any moment now' : dayCount === 1 ? 'tomorrow' : `in ${dayCount} days`
  return `Spotify ends every connection after six months; this one ends ${when}. Connect again to go on without a break.`
}
