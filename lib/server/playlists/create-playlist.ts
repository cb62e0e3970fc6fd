import 'server-only'

import { randomUUID } from 'node:crypto'

import type { PlaylistRequest } from '@/lib/contracts/playlist-api'

import type { Db } from '../db'
import type { SongSearch } from '../songs/open-song-search'

import { planSongs } from './plan-songs'
import { insertSongs, type PlannedAnswer } from './playlist-parts'
import { readListenerLibrary } from './read-listener-library'

/** Plans a playlist and stores its wishes and songs for this listener, who is stored with the first one; returns once all of it is stored. */
export async function createPlaylist({
  db,
  songSearch,
  listenerId,
  isKnownListener,
  request,
}: {
  readonly db: Db
  readonly songSearch: SongSearch
  readonly listenerId: string
  /** Whether the listener came with a cookie of an earlier visit. */
  readonly isKnownListener: boolean
  readonly request: PlaylistRequest
}): Promise<PlannedAnswer> {
  // Who comes without a cookie has no library.
  const whose = { listenerId: isKnownListener ? listenerId : undefined, catalogue: songSearch.songIndex }
  const { planMs, ...planned } = await planSongs(songSearch, request, await readListenerLibrary(db, whose, request.wishes))
  const { wishes } = request
  const playlistId = randomUUID()
  const createdAt = new Date()
  // Statements of our own, as insertSongs: Prisma's take as long as the planning of the songs.
  await db.$transaction([
    db.$executeRaw`INSERT INTO "Listener" ("id", "createdAt") VALUES (${listenerId}, ${createdAt}) ON CONFLICT DO NOTHING`,
    db.$executeRaw`
      INSERT INTO "Playlist" ("id", "listenerId", "createdAt", "wishes")
      VALUES (${playlistId}, ${listenerId}, ${createdAt}, ${JSON.stringify(wishes)})`,
    insertSongs(db, playlistId, planned.songs),
  ])
  return { playlist: { playlistId, createdAtMs: createdAt.getTime(), wishes, ...planned }, planMs }
}
