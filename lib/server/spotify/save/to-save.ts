import 'server-only'

import type { Save, SaveResult, SaveState } from '@/lib/contracts/save-api'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../../db'
import { readIndexes } from '../../library/read-indexes'
import { songOf } from '../../playlists/playlist-parts'

import type { SaveJob } from './save-job'
import { songIdsToWrite } from './save-progress'

/** A save as the API replies with it. */
export async function toSave(db: Db, catalogue: SongIndex, job: SaveJob): Promise<Save> {
  const { listenerId, progress } = job
  const songIds = [...progress.wishedSongIds, ...progress.replaced.map(({ byId }) => byId)]
  return withState(job, await readIndexes(db, catalogue, { listenerId, songIds }), Date.now())
}

function withState(job: SaveJob, indexes: readonly SongIndex[], nowMs: number): Save {
  const { saveId, playlistId, mode, name, description, createdAtMs } = job
  return { saveId, playlistId, mode, name, description, createdAtMs, state: toState(indexes, job, nowMs) }
}

function toState(indexes: readonly SongIndex[], job: SaveJob, nowMs: number): SaveState {
  const { progress, status, runAfterMs } = job
  const { problem } = progress
  if (status === 'done') return { phase: 'done', result: toResult(indexes, job) }
  if (status === 'failed') {
    return { phase: 'failed', ...(problem ?? { code: 'INTERNAL', message: 'The save could not be finished.' }) }
  }
  if (problem !== undefined && (runAfterMs === undefined || runAfterMs > nowMs)) {
    return { phase: 'paused', ...problem, ...(runAfterMs === undefined ? {} : { resumeAtMs: runAfterMs }) }
  }
  switch (progress.step) {
    case 'create':
      return { phase: progress.isUnsure ? 'creating' : 'waiting' }
    case 'describe':
      return { phase: 'creating' }
    case 'write':
      return { phase: 'writing', writtenCount: progress.writtenCount, songCount: songIdsToWrite(progress).length }
    case 'check':
      return { phase: 'checking' }
    case 'replace':
      return { phase: 'replacing', unplayableCount: progress.unplayable.length }
    case 'cover':
    case 'end':
      return { phase: 'cover' }
  }
}

function toResult(indexes: readonly SongIndex[], { progress }: SaveJob): SaveResult {
  const { spotifyPlaylistId = '', spotifyUrl = '', isUpdate, replaced, leftOut, coverProblem } = progress
  const songFor = (songId: string) => {
    const { title, artists } = songOf(indexes, songId)
    return { songId, title, artists: [...artists] }
  }
  return {
    spotifyPlaylistId,
    spotifyUrl,
    songCount: songIdsToWrite(progress).length,
    isUpdate,
    replaced: replaced.map(({ songId, byId, reason }) => ({ song: songFor(songId), by: songFor(byId), reason })),
    leftOut: leftOut.map(({ songId, reason }) => ({ song: songFor(songId), reason })),
    ...(coverProblem === undefined ? {} : { coverProblem }),
  }
}
