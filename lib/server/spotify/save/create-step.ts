import 'server-only'

import { AppError } from '@/lib/core/app-error'

import { callOnce, playlistOf, SaveLater, type SaveContext, type SaveStep } from './save-context'
import type { SaveJob } from './save-job'
import { withoutPlaylist } from './save-progress'

/** Spotify's list of playlists lags behind; a playlist that it does not show after this long was not made. */
const lookAgainAfterMs = 3_000
const lookLimit = 2

/** Playlists looked through at most; Spotify lists the newest first. */
const lookedThroughLimit = 1_000

/** What the description of the Spotify playlist ends with: by it a save knows its own playlist again. */
export function markOf({ saveId }: Pick<SaveJob, 'saveId'>): string {
  return `Attune ${saveId.slice(0, 8)}`
}

function detailsOf(job: SaveJob) {
  const { name, description, isPublic } = job
  return { name, description: description === '' ? markOf(job) : `${description} · ${markOf(job)}`, isPublic }
}

/** Makes the playlist, once: where an earlier try may have made it, that is looked for first. */
export const createStep: SaveStep = async (context) => {
  const { api, store, job } = context
  const { mode, progress } = job()
  if (progress.isUnsure) {
    const found = await findOwnPlaylist(context)
    if (found !== undefined) return { ...toPlaylist(found), step: 'write', isUnsure: false }
    const lookCount = progress.lookCount + 1
    await context.record({ lookCount })
    if (lookCount < lookLimit) throw new SaveLater(lookAgainAfterMs)
  } else if (mode === 'update' && !progress.isEarlierGone) {
    const earlier = await store.findEarlierPlaylist(job())
    if (earlier !== undefined) return { ...earlier, step: 'describe', isUpdate: true }
  }
  const made = await callOnce(context, () => api.createPlaylist(detailsOf(job())))
  return { ...toPlaylist(made), step: 'write', isUnsure: false }
}

type FoundPlaylist = { readonly id: string; readonly external_urls: { readonly spotify: string } }

function toPlaylist({ id, external_urls: { spotify } }: FoundPlaylist) {
  return { spotifyPlaylistId: id, spotifyUrl: spotify, lookCount: 0 }
}

/** Gives an existing playlist the name and the description of this save; where it belongs to another account by now, a new one is made. */
export const describeStep: SaveStep = async (context) => {
  try {
    await context.api.updatePlaylistDetails(playlistOf(context), detailsOf(context.job()))
  } catch (error) {
    if (error instanceof AppError && error.code === 'SPOTIFY_FORBIDDEN') return withoutPlaylist
    throw error
  }
  return { step: 'write' }
}

async function findOwnPlaylist({ api, job }: SaveContext): Promise<FoundPlaylist | undefined> {
  const mark = markOf(job())
  for (let offset = 0; offset < lookedThroughLimit;) {
    const { items, next } = await api.getPlaylists(offset)
    const found = items.find((playlist) => playlist?.description?.includes(mark) === true)
    if (found !== null && found !== undefined) return found
    if (next === null || items.length === 0) return undefined
    offset += items.length
  }
  return undefined
}
