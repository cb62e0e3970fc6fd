import 'server-only'

import type { Library } from '@/lib/contracts/library-api'
import { AppError } from '@/lib/core/app-error'
import { findSongPosition } from '@/lib/core/songs/find-song-position'
import { openSongIndex } from '@/lib/core/songs/open-song-index'
import { songIdLength, type SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'
import { writeDatabaseAnew } from '../write-database-anew'

import { openOwnIndex } from './open-own-index'

/** A listener's imported music as a search takes it. */
export type ImportedLibrary = {
  /** Songs that the catalogue has. */
  readonly catalogueSongIds: readonly string[]
  /** Those that it lacks; absent where there is none, or they lie in another space than the catalogue. */
  readonly ownIndex?: SongIndex
}

/** Bytes of own songs that are held opened in memory; those of listeners who were quiet longest are let go. */
const heldBytes = 64 * 1024 * 1024

type Held = { readonly importedAtMs: number; readonly library: ImportedLibrary; readonly sizeBytes: number }

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneImports: Map<string, Held> | undefined
}

function heldImports(): Map<string, Held> {
  return (globalThis.attuneImports ??= new Map())
}

/** Keeps what a browser sent in place of what was kept before, all or nothing. Throws INVALID_REQUEST where something in it cannot be used. */
export async function keepImport(
  db: Db,
  catalogue: SongIndex,
  {
    listenerId,
    catalogueSongIds,
    ownIndex,
    nowMs,
  }: { readonly listenerId: string; readonly catalogueSongIds: readonly string[]; readonly ownIndex: Uint8Array; readonly nowMs: number },
): Promise<void> {
  const own = ownIndex.length === 0 ? undefined : openOwnIndex(ownIndex, catalogue)
  const distinct = [...new Set(catalogueSongIds)].toSorted()
  const stranger = distinct.find((songId) => findSongPosition(catalogue, songId) === undefined)
  if (stranger !== undefined) throw new AppError('INVALID_REQUEST', `catalogueSongIds: expected songs of the catalogue, found ${stranger}`)
  if (distinct.length === 0 && own === undefined)
    throw new AppError('INVALID_REQUEST', 'the library: expected at least one song, found none')
  const row = {
    importedAt: new Date(nowMs),
    spaceId: catalogue.spaceId,
    catalogueSongIds: Buffer.from(distinct.join(''), 'latin1'),
    ownSongCount: own?.songCount ?? 0,
    ownIndex: own === undefined ? null : new Uint8Array(ownIndex),
  }
  await db.$transaction([
    db.listener.upsert({ where: { id: listenerId }, create: { id: listenerId }, update: {} }),
    db.importedLibrary.upsert({ where: { listenerId }, create: { listenerId, ...row }, update: row }),
  ])
}

/** Tells what is kept of a listener's music. */
export async function describeImport(db: Db, catalogue: SongIndex, listenerId: string | undefined): Promise<Pick<Library, 'kept'>> {
  if (listenerId === undefined) return {}
  const row = await db.importedLibrary.findUnique({ where: { listenerId }, omit: { ownIndex: true } })
  if (row === null) return {}
  const { importedAt, catalogueSongIds, ownSongCount, spaceId } = row
  return {
    kept: {
      importedAtMs: importedAt.getTime(),
      catalogueSongCount: catalogueSongIds.length / songIdLength,
      ownSongCount,
      isOutdated: ownSongCount > 0 && spaceId !== catalogue.spaceId,
    },
  }
}

/** Reads a listener's imported music; undefined where there is none. Opened ones are held, until another is kept. */
export async function readImport(db: Db, catalogue: SongIndex, listenerId: string): Promise<ImportedLibrary | undefined> {
  const held = heldImports()
  const stamp = await db.importedLibrary.findUnique({ where: { listenerId }, select: { importedAt: true } })
  if (stamp === null) {
    held.delete(listenerId)
    return undefined
  }
  const known = held.get(listenerId)
  if (known !== undefined && known.importedAtMs === stamp.importedAt.getTime()) {
    // The end of the map is who asked last.
    held.delete(listenerId)
    held.set(listenerId, known)
    return known.library
  }
  const row = await db.importedLibrary.findUnique({ where: { listenerId } })
  if (row === null) return undefined
  const ids = Buffer.from(row.catalogueSongIds).toString('latin1')
  const library: ImportedLibrary = {
    catalogueSongIds: Array.from({ length: ids.length / songIdLength }, (_, place) =>
      ids.slice(place * songIdLength, (place + 1) * songIdLength),
    ),
    ...(row.ownIndex === null || row.spaceId !== catalogue.spaceId ? {} : { ownIndex: openSongIndex(row.ownIndex) }),
  }
  hold(listenerId, { importedAtMs: row.importedAt.getTime(), library, sizeBytes: ids.length + (row.ownIndex?.length ?? 0) })
  return library
}

function hold(listenerId: string, entry: Held): void {
  const held = heldImports()
  held.delete(listenerId)
  held.set(listenerId, entry)
  let sizeBytes = 0
  for (const { sizeBytes: size } of held.values()) sizeBytes += size
  for (const [quietest, { sizeBytes: size }] of held) {
    if (sizeBytes <= heldBytes || quietest === listenerId) break
    held.delete(quietest)
    sizeBytes -= size
  }
}

/** Deletes a listener's imported music, in the database's free pages as well. */
export async function forgetImport(db: Db, listenerId: string): Promise<void> {
  heldImports().delete(listenerId)
  const { count } = await db.importedLibrary.deleteMany({ where: { listenerId } })
  if (count > 0) await writeDatabaseAnew(db)
}
