import 'server-only'

import { AppError, type ErrorCode } from '@/lib/core/app-error'

import { playlistOf, type SaveStep } from './save-context'

/** After so many failures a playlist is left without its cover. */
const tryLimit = 4

/** What concerns the cover alone, and asking again would not mend. */
const refusals: ReadonlySet<ErrorCode> = new Set(['SPOTIFY_REFUSED', 'SPOTIFY_FORBIDDEN', 'SPOTIFY_PREMIUM_REQUIRED', 'SPOTIFY_GONE'])

/** Gives the playlist its cover. One that Spotify does not take is told of, and keeps no playlist from being done. */
export const coverStep: SaveStep = async (context) => {
  const { coverJpegBase64, progress } = context.job()
  if (coverJpegBase64 === undefined) return { step: 'end' }
  try {
    await context.api.uploadCover(playlistOf(context), coverJpegBase64)
  } catch (error) {
    const isGivenUp =
      error instanceof AppError && (refusals.has(error.code) || (error.code === 'SPOTIFY_UNREACHABLE' && progress.failureCount >= tryLimit))
    if (!isGivenUp) throw error
    return { step: 'end', coverProblem: { code: error.code, message: error.message } }
  }
  return { step: 'end' }
}
