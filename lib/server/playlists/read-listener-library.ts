import 'server-only'

import type { Wishes } from '@/lib/contracts/playlist-api'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'
import { readImport } from '../library/imported-library'
import { readFamiliarSongIds } from '../spotify/library/library-reads'

import type { ListenerLibrary } from './plan-songs'

/**
 * Reads the songs that a listener knows, as far as Attune was told of them: imported ones and those of their Spotify account. Own songs are
 * searched with every request; the ids of the catalogue's songs come only where the wishes ask for known or new ones. Undefined where there
 * is nothing to tell.
 */
export async function readListenerLibrary(
  db: Db,
  { listenerId, catalogue }: { readonly listenerId: string | undefined; readonly catalogue: SongIndex },
  { familiarity = 'any', isOnlyLibrary = false }: Pick<Wishes, 'familiarity' | 'isOnlyLibrary'>,
): Promise<ListenerLibrary | undefined> {
  if (listenerId === undefined) return undefined
  const isAsked = familiarity !== 'any' || isOnlyLibrary
  const [imported, familiarIds] = await Promise.all([
    readImport(db, catalogue, listenerId),
    isAsked ? readFamiliarSongIds(db, listenerId) : new Set<string>(),
  ])
  if (!isAsked && imported?.ownIndex === undefined) return undefined
  return {
    songIds: isAsked ? [...new Set([...familiarIds, ...(imported?.catalogueSongIds ?? [])])] : [],
    ...(imported?.ownIndex === undefined ? {} : { ownIndex: imported.ownIndex }),
  }
}
