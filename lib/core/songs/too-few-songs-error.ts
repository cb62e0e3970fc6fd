import { AppError } from '@/lib/core/app-error'

import type { FilterName } from './wishes'

/** A wish that could be let go, and how many songs there would be for the playlist then. */
export type Relaxation = {
  readonly wish: FilterName
  /** Songs that could play without this wish, at most two of each artist. */
  readonly songCount: number
  /** Whether that is enough. */
  readonly isEnough: boolean
}

/** Fewer songs than asked for, with what would help: the wishes that could be let go, the most helpful first. */
export class TooFewSongsError extends AppError {
  readonly relaxations: readonly Relaxation[]

  constructor(message: string, relaxations: readonly Relaxation[]) {
    super('TOO_FEW_SONGS', message)
    this.relaxations = relaxations
  }
}
