import 'server-only'

import { AppError } from '@/lib/core/app-error'

/** Throws FORBIDDEN for a request that a browser makes on behalf of another site; a program that is no browser sends neither header. */
export function checkSameOrigin({ headers }: Pick<Request, 'headers'>): void {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  const isOwn = site === null ? origin === null || hostOf(origin) === headers.get('host') : site === 'same-origin' || site === 'none'
  if (!isOwn) throw new AppError('FORBIDDEN', 'This request came from another site; playlists are changed from Attune itself only.')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
