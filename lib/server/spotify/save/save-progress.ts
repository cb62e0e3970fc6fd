import 'server-only'

import { z } from 'zod'

import { unplayableReasons, type UnplayableReason } from '@/lib/contracts/save-api'
import { itemsPerWrite } from '@/lib/contracts/spotify-web-api'
import { errorCodes } from '@/lib/core/app-error'
import { isOwnSongId } from '@/lib/core/songs/own-song-id'

const songId = z.string()
const reason = z.enum(unplayableReasons)
const count = z.number().int().min(0)
const problemSchema = z.object({ code: z.enum(errorCodes), message: z.string() })

/** How far a save came, written down before and after everything that Spotify is asked for. */
export const saveProgressSchema = z.object({
  /** What is to be done next. */
  step: z.enum(['create', 'describe', 'write', 'check', 'replace', 'cover', 'end']),
  /** The songs as Attune's playlist had them when the save was wished. */
  wishedSongIds: z.array(songId),
  /** Whether it writes over the Spotify playlist of an earlier save. */
  isUpdate: z.boolean(),
  /** Whether the playlist of an earlier save turned out to be no more, so that a new one is made. */
  isEarlierGone: z.boolean(),
  spotifyPlaylistId: z.string().exactOptional(),
  spotifyUrl: z.string().exactOptional(),
  /** Whether a call that must not be made twice was begun and its outcome is not known. */
  isUnsure: z.boolean(),
  /** How often the playlist was looked for since then. */
  lookCount: count,
  /** Songs known to be in place, counted from the first. */
  writtenCount: count,
  /** Songs of the next write; fewer after Spotify refused one. */
  batchSize: count.max(itemsPerWrite),
  /** Songs that cannot be played, for which others are to be found. */
  unplayable: z.array(z.object({ songId, reason })),
  replaced: z.array(z.object({ songId, reason, byId: songId })),
  leftOut: z.array(z.object({ songId, reason })),
  /** How often the whole list was written again because what was read back was another. */
  rewriteCount: count,
  /** Failures in a row, and the last of them. */
  failureCount: count,
  problem: problemSchema.exactOptional(),
  coverProblem: problemSchema.exactOptional(),
})
export type SaveProgress = z.infer<typeof saveProgressSchema>

/** Where a save begins. Songs of the listener's own music without a Spotify id are left out from the start. */
export function startProgress(wishedSongIds: readonly string[]): SaveProgress {
  return {
    step: 'create',
    wishedSongIds: [...wishedSongIds],
    isUpdate: false,
    isEarlierGone: false,
    isUnsure: false,
    lookCount: 0,
    writtenCount: 0,
    batchSize: itemsPerWrite,
    unplayable: [],
    replaced: [],
    leftOut: wishedSongIds.filter(isOwnSongId).map((ownId) => ({ songId: ownId, reason: 'not-at-spotify' })),
    rewriteCount: 0,
    failureCount: 0,
  }
}

/** The songs that belong into the Spotify playlist, in order: the wished ones with their replacements, without those that have none (yet). */
export function songIdsToWrite({ wishedSongIds, replaced, unplayable, leftOut }: SaveProgress): string[] {
  const replacements = new Map(replaced.map((entry) => [entry.songId, entry.byId]))
  const missing = new Set([...unplayable, ...leftOut].map((entry) => entry.songId))
  return wishedSongIds.map((wished) => replacements.get(wished) ?? wished).filter((songId) => !missing.has(songId))
}

/** What begins a save of the same songs over: the playlist that it wrote to is no more. */
export const withoutPlaylist = {
  step: 'create',
  isUpdate: false,
  isEarlierGone: true,
  isUnsure: false,
  lookCount: 0,
  writtenCount: 0,
} as const satisfies Partial<SaveProgress>

/** Spotify's word for why something cannot be played, as ours. */
export function toUnplayableReason(restriction: string | undefined): UnplayableReason {
  return restriction === undefined || restriction === 'market' ? 'not-in-your-country' : 'restricted'
}
