import 'server-only'

import { songIdSchema } from '@/lib/contracts/playlist-api'
import { AppError } from '@/lib/core/app-error'
import { findSongPosition } from '@/lib/core/songs/find-song-position'
import { importedSongLimit } from '@/lib/core/songs/imported-song'
import { openSongIndex, readPreamble } from '@/lib/core/songs/open-song-index'
import { songIdAt } from '@/lib/core/songs/song-at'
import type { SongIndex, TextColumn } from '@/lib/core/songs/song-index'

/** How far from 1 the length of a song's vector may be. */
const unitLengthTolerance = 0.01
/** A title or a credit is shorter than this in UTF-8. */
const maxTextBytes = 12_000

function refuse(what: string): never {
  throw new AppError('INVALID_REQUEST', `the songs: ${what}`)
}

/**
 * Opens the song index of a listener's own songs as a browser sent it, and checks all that a search relies on. Throws INVALID_REQUEST with
 * what was found and what is expected: another space, vectors of another length or without direction, songs that the catalogue has.
 */
export function openOwnIndex(bytes: Uint8Array, catalogue: SongIndex): SongIndex {
  const own = openBytes(bytes)
  const { dims, songCount, spaceId, vectors, scales } = own
  if (spaceId !== catalogue.spaceId)
    refuse('their vectors lie in another song space than this catalogue’s. Reload the page and import again')
  if (dims !== catalogue.dims) refuse(`expected vectors of ${catalogue.dims} numbers, found ${dims}`)
  if (songCount > importedSongLimit) refuse(`expected at most ${importedSongLimit}, found ${songCount}`)
  for (let row = 0; row < songCount; row++) {
    let squares = 0
    for (let dim = row * dims; dim < (row + 1) * dims; dim++) squares += (vectors[dim] ?? 0) ** 2
    const length = Math.sqrt(squares) * (scales[row] ?? 0)
    if (!(Math.abs(length - 1) <= unitLengthTolerance)) refuse(`expected vectors of length 1, found one of length ${length.toPrecision(3)}`)
    const songId = songIdAt(own, row)
    if (!songIdSchema.safeParse(songId).success) refuse(`expected ids of 22 letters and digits, found ${JSON.stringify(songId)}`)
    if (findSongPosition(catalogue, songId) !== undefined)
      refuse(`${songId} is a song of the catalogue; its id belongs to catalogueSongIds`)
  }
  for (const column of [own.titles, own.credits]) checkLengths(column)
  return own
}

function openBytes(bytes: Uint8Array): SongIndex {
  try {
    // What lies behind that part is checked only when it is read.
    if (readPreamble(bytes, bytes.length).residentBytes !== bytes.length) refuse('expected all of the index in its part for the memory')
    return openSongIndex(bytes)
  } catch (cause) {
    if (cause instanceof AppError) throw new AppError('INVALID_REQUEST', cause.message, { cause })
    throw cause
  }
}

function checkLengths({ rowCount, boundsOf }: TextColumn): void {
  for (let row = 0; row < rowCount; row++) {
    const [start, end] = boundsOf(row)
    if (end - start > maxTextBytes) refuse(`expected names of at most ${maxTextBytes} bytes, found one of ${end - start}`)
  }
}
