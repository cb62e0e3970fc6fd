import 'server-only'

import { setImmediate } from 'node:timers/promises'

import type { LookUpReply, LookUpRequest } from '@/lib/contracts/library-api'
import { findSongPosition } from '@/lib/core/songs/find-song-position'
import { songIdAt } from '@/lib/core/songs/song-at'
import type { SongIndex } from '@/lib/core/songs/song-index'
import { createSongNames, type SongNames } from '@/lib/core/songs/song-names'

/** So many names are taken in before other requests get their turn: some milliseconds' work. */
const namesAtOnce = 500

const namesOf = new WeakMap<SongIndex, Promise<SongNames>>()

/** The names of a catalogue, gathered with the first look-up and kept. */
function loadNames(songIndex: SongIndex): Promise<SongNames> {
  const known = namesOf.get(songIndex)
  if (known !== undefined) return known
  const loading = gatherNames(songIndex)
  namesOf.set(songIndex, loading)
  return loading
}

async function gatherNames(songIndex: SongIndex): Promise<SongNames> {
  const names = createSongNames(songIndex)
  while (!names.isWhole()) {
    names.takeIn(namesAtOnce)
    await setImmediate()
  }
  return names
}

/** Looks songs up in the catalogue, by id and then by name. Nothing of it is kept. */
export async function lookUpSongs(songIndex: SongIndex, { songs }: LookUpRequest): Promise<LookUpReply> {
  const names = songs.some(({ name }) => name !== undefined) ? await loadNames(songIndex) : undefined
  const found = songs.flatMap(({ songId, name }, index) => {
    const byId = songId === undefined ? undefined : findSongPosition(songIndex, songId)
    const position = byId ?? (name === undefined ? undefined : names?.find(name.title, name.artist))
    return position === undefined ? [] : [{ index, songId: songIdAt(songIndex, position) }]
  })
  return { found }
}
