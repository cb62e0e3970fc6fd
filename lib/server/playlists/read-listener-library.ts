import 'server-only'

import type { Wishes } from '@/lib/contracts/playlist-api'

import type { Db } from '../db'
import { readFamiliarSongIds } from '../spotify/library/library-reads'

import type { ListenerLibrary } from './plan-songs'

/** Reads the songs that a listener knows, as far as Attune was told of them; undefined where the wishes do not ask for known or new ones. */
export async function readListenerLibrary(
  db: Db,
  listenerId: string | undefined,
  { familiarity = 'any', isOnlyLibrary = false }: Pick<Wishes, 'familiarity' | 'isOnlyLibrary'>,
): Promise<ListenerLibrary | undefined> {
  if (listenerId === undefined || (familiarity === 'any' && !isOnlyLibrary)) return undefined
  return { songIds: [...(await readFamiliarSongIds(db, listenerId))] }
}
