import 'server-only'

import type { Db } from '../db'

/** A database, or a transaction of it. */
type Tables = Pick<Db, 'listener' | 'playlist' | 'importedLibrary'>

/**
 * Gives what an anonymous listener made in a browser to the listener who signs in there, and forgets the anonymous one. Leaves a
 * listener alone who has a Spotify account of their own. Of two imported libraries the newer one stays.
 */
export async function joinListeners(tables: Tables, { fromId, intoId }: { readonly fromId: string; readonly intoId: string }) {
  if (fromId === intoId) return
  const from = await tables.listener.findUnique({ where: { id: fromId }, select: { user: { select: { id: true } } } })
  if (from === null || from.user !== null) return
  await tables.playlist.updateMany({ where: { listenerId: fromId }, data: { listenerId: intoId } })
  await joinImports(tables, { fromId, intoId })
  await tables.listener.delete({ where: { id: fromId } })
}

async function joinImports(tables: Tables, { fromId, intoId }: { readonly fromId: string; readonly intoId: string }) {
  const stampOf = (listenerId: string) => tables.importedLibrary.findUnique({ where: { listenerId }, select: { importedAt: true } })
  const [from, into] = [await stampOf(fromId), await stampOf(intoId)]
  if (from === null || (into !== null && into.importedAt >= from.importedAt)) return
  await tables.importedLibrary.deleteMany({ where: { listenerId: intoId } })
  await tables.importedLibrary.update({ where: { listenerId: fromId }, data: { listenerId: intoId } })
}
