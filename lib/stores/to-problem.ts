import { AppError } from '@/lib/core/app-error'
import { TooFewSongsError } from '@/lib/core/songs/too-few-songs-error'

import type { Problem } from './studio-state'

/** Turns whatever was thrown into what the interface shows; what is no AppError is our own fault and is said so. */
export function toProblem(error: unknown): Problem {
  if (error instanceof TooFewSongsError) {
    const { code, message, relaxations } = error
    return { code, message, relaxations: relaxations.filter(({ wish }) => wish !== 'removed') }
  }
  if (error instanceof AppError) return { code: error.code, message: error.message }
  const detail = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message: `Something went wrong inside Attune: ${detail}` }
}
