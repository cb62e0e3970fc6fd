import 'server-only'

import type { Player, PlayerRequest } from '@/lib/contracts/player-api'
import { AppError } from '@/lib/core/app-error'

import type { Db } from '../db'

import { readSave } from './save/read-saves'
import type { SpotifyApi } from './spotify-api'

/** Reads where the listener could play now; a device that lets nobody control it is left out. */
export async function readPlayer(api: SpotifyApi): Promise<Player> {
  const { devices } = await api.getDevices()
  return {
    devices: devices.flatMap(({ id, name, type, is_active: isActive, is_restricted: isRestricted }) =>
      id === undefined || isRestricted ? [] : { deviceId: id, name, kind: type, isActive },
    ),
  }
}

/** Starts the playlist of one of the listener's own saves, or adds a song to the queue. */
export async function controlPlayer(
  api: SpotifyApi,
  { db, listenerId, request }: { readonly db: Db; readonly listenerId: string; readonly request: PlayerRequest },
): Promise<void> {
  const device = request.deviceId === undefined ? {} : { deviceId: request.deviceId }
  if (request.action === 'queue') {
    await api.addToQueue({ songId: request.songId, ...device })
    return
  }
  const { status, progress } = await readSave(db, { saveId: request.saveId, listenerId })
  if (status !== 'done' || progress.spotifyPlaylistId === undefined) {
    throw new AppError('INVALID_REQUEST', 'saveId: expected a save that is done')
  }
  await api.startPlayback({ spotifyPlaylistId: progress.spotifyPlaylistId, ...device })
}
