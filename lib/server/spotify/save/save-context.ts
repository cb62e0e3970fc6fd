import 'server-only'

import type { SpotifyTrack } from '@/lib/contracts/spotify-web-api'
import { AppError } from '@/lib/core/app-error'

import type { SpotifyApi } from '../spotify-api'

import type { SaveJob, SaveStore } from './save-job'
import type { SaveProgress } from './save-progress'

/** Finds songs to stand in for one that cannot be played, the best first. */
export type FindNextBest = (wanted: { readonly job: SaveJob; readonly songId: string }) => Promise<readonly string[]>

/** Takes in what Spotify says of songs, for the listener who has them; undefined of one that it has no more. */
export type OnReadBack = (listenerId: string, tracks: ReadonlyMap<string, SpotifyTrack | undefined>) => void

/** What each step of a save works with. */
export type SaveContext = {
  readonly api: SpotifyApi
  readonly store: SaveStore
  readonly findNextBest: FindNextBest
  readonly onReadBack: OnReadBack
  /** The save as it was last written down. */
  readonly job: () => SaveJob
  /** Writes down what changed; throws where another process took the save over. */
  readonly record: (change: Partial<SaveProgress>) => Promise<void>
}

/** What a step changes, its follower among it. */
export type SaveStep = (context: SaveContext) => Promise<Partial<SaveProgress>>

/** Another process works on this save now, or the listener deleted it. */
export class LeaseLost extends Error {}

/** A step that has to wait a little before it can go on, without anything being wrong. */
export class SaveLater extends Error {
  constructor(readonly afterMs: number) {
    super(`to be continued in ${afterMs} ms`)
  }
}

/** Whether a call that failed may have been carried out all the same; what Spotify refuses it has not done. */
function isOutcomeUnknown(error: unknown): boolean {
  return !(error instanceof AppError) || error.code === 'SPOTIFY_UNREACHABLE'
}

/** Makes a call that must not be made twice: that it is begun is written down first. */
export async function callOnce<Reply>({ record }: SaveContext, call: () => Promise<Reply>): Promise<Reply> {
  await record({ isUnsure: true, lookCount: 0 })
  try {
    return await call()
  } catch (error) {
    if (!isOutcomeUnknown(error)) await record({ isUnsure: false })
    throw error
  }
}

/** The playlist in Spotify that the steps after the first write to. */
export function playlistOf({ job }: SaveContext): string {
  const { spotifyPlaylistId } = job().progress
  if (spotifyPlaylistId === undefined) throw new AppError('INTERNAL', `The step ${job().progress.step} was reached without a playlist.`)
  return spotifyPlaylistId
}
