import 'server-only'

import { itemsPerPage, itemsPerWrite } from '@/lib/contracts/spotify-web-api'
import { AppError } from '@/lib/core/app-error'

import { callOnce, playlistOf, type SaveContext, type SaveStep } from './save-context'
import { songIdsToWrite, type SaveProgress } from './save-progress'

/**
 * Writes the next songs: the first ones in place of whatever is there, which is safe to repeat, the others behind them, which is not.
 * Where an append may or may not have happened, the songs are read back before anything is repeated.
 */
export const writeStep: SaveStep = async (context) => {
  const { api, job } = context
  const { progress } = job()
  const { writtenCount, batchSize, isUnsure } = progress
  const songIds = songIdsToWrite(progress)
  const batch = songIds.slice(writtenCount, writtenCount + batchSize)
  const playlistId = playlistOf(context)
  if (isUnsure) return settleAppend(context, songIds, batch)
  try {
    if (writtenCount === 0) await api.replaceItems(playlistId, batch)
    else await callOnce(context, () => api.addItems(playlistId, { songIds: batch, position: writtenCount }))
  } catch (error) {
    return afterRefusal(context, batch, error)
  }
  return afterWrite(songIds, writtenCount + batch.length, batchSize)
}

function afterWrite(songIds: readonly string[], writtenCount: number, batchSize: number): Partial<SaveProgress> {
  const isComplete = writtenCount >= songIds.length
  return {
    step: isComplete ? 'check' : 'write',
    isUnsure: false,
    writtenCount,
    batchSize: isComplete ? itemsPerWrite : Math.min(itemsPerWrite, batchSize * 2),
  }
}

/** The songs are in place, or none of them is; anything else, somebody else's change among it, is written over from the beginning. */
async function settleAppend(context: SaveContext, songIds: readonly string[], batch: readonly string[]): Promise<Partial<SaveProgress>> {
  const { writtenCount, batchSize, rewriteCount } = context.job().progress
  const found: (string | undefined)[] = []
  let total = writtenCount
  for (let offset = writtenCount; offset < writtenCount + batch.length; offset += itemsPerPage) {
    const page = await context.api.getPlaylistItems(playlistOf(context), { offset })
    found.push(...page.items.map((track) => track?.id))
    total = page.total
    if (total <= writtenCount) break
  }
  if (total === writtenCount) return { isUnsure: false }
  const isInPlace = total === writtenCount + batch.length && batch.every((songId, index) => found[index] === songId)
  if (isInPlace) return afterWrite(songIds, total, batchSize)
  return { isUnsure: false, writtenCount: 0, rewriteCount: rewriteCount + 1 }
}

/** Of songs that are refused together, halves are tried, until it is known which one Spotify does not have. */
async function afterRefusal({ api, job }: SaveContext, batch: readonly string[], error: unknown): Promise<Partial<SaveProgress>> {
  if (!(error instanceof AppError) || error.code !== 'SPOTIFY_REFUSED') throw error
  if (batch.length > 1) return { batchSize: Math.ceil(batch.length / 2) }
  const [songId] = batch
  if (songId === undefined) throw error
  const isThere = await api.getTrack(songId).then(
    () => true,
    (trackError: unknown) => {
      if (trackError instanceof AppError && trackError.code === 'SPOTIFY_GONE') return false
      throw trackError
    },
  )
  if (isThere) throw error
  return { unplayable: [...job().progress.unplayable, { songId, reason: 'gone' }] }
}
