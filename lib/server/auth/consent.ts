import 'server-only'

/** How long Spotify's refresh tokens live after the person consented. */
const consentMonths = 6

/** When a consent ends that was given at this time. */
export function consentEndsAt(consentedAt: Date): Date {
  const end = new Date(consentedAt)
  end.setUTCMonth(end.getUTCMonth() + consentMonths)
  return end
}
