import 'server-only'

import type { SaveRequest } from '@/lib/contracts/save-api'

import type { SaveProgress } from './save-progress'

/** A wish to have a playlist in Spotify, and how far it came. */
export type SaveJob = {
  readonly saveId: string
  readonly listenerId: string
  readonly playlistId: string
  readonly createdAtMs: number
  readonly mode: SaveRequest['mode']
  readonly name: string
  readonly description: string
  readonly isPublic: boolean
  /** Until Spotify has it, or will not. */
  readonly coverJpegBase64?: string
  readonly progress: SaveProgress
  readonly status: 'open' | 'done' | 'failed'
  /** Not before this time; undefined while it waits for the listener. */
  readonly runAfterMs: number | undefined
}

/** Who works on a listener's saves. */
export type SaveLease = { readonly listenerId: string; readonly ownerId: string; readonly nowMs: number; readonly untilMs: number }

/** Where saves are kept while they run; a lease makes sure that one process at a time works on a listener's. */
export type SaveStore = {
  /** The open saves whose time has come, oldest first; one that writes over a playlist waits for older saves of the same playlist. */
  readonly findDue: (nowMs: number) => Promise<readonly Pick<SaveJob, 'saveId' | 'listenerId'>[]>
  /** When the next one is due that is not due yet, or the next lease runs out, whose owner may have died over one that is. */
  readonly findNextDueAtMs: (nowMs: number) => Promise<number | undefined>
  readonly read: (saveId: string) => Promise<SaveJob | undefined>
  /** Whether the lease is ours now: nobody had it, it ran out, or it was ours. */
  readonly takeLease: (lease: SaveLease) => Promise<boolean>
  readonly releaseLease: (lease: Pick<SaveLease, 'listenerId' | 'ownerId'>) => Promise<void>
  /** Keeps progress, status, time and cover of a save and prolongs the lease; false, and nothing is kept, where lease or save are gone. */
  readonly write: (job: SaveJob, lease: SaveLease) => Promise<boolean>
  /** The Spotify playlist that the listener's newest save of the same playlist made or wrote over. */
  readonly findEarlierPlaylist: (job: SaveJob) => Promise<{ readonly spotifyPlaylistId: string; readonly spotifyUrl: string } | undefined>
}
