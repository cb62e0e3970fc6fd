import { AppError } from '@/lib/core/app-error'
import type { ImportedSong } from '@/lib/core/songs/imported-song'
import { placedSongOf } from '@/lib/core/songs/placed-song-of'
import type { AudioFeatures } from '@/lib/core/songs/song'
import { writeSongIndex } from '@/lib/core/songs/write-song-index'

import type { CallOptions, TaskOutcome } from '../worker-calls'

import { readSongFiles, type SongReading } from './read-song-files'

/** What the page asks of the worker that holds an import's songs; it names them by their places in the reading. */
export type SongTask =
  | { readonly kind: 'read'; readonly files: readonly File[] }
  | { readonly kind: 'songs'; readonly places: readonly number[] }
  | { readonly kind: 'learn'; readonly learned: readonly { readonly place: number; readonly features: AudioFeatures }[] }
  /** vectors: (places.length * dims,), in parts as they came. */
  | { readonly kind: 'write'; readonly spaceId: string; readonly places: readonly number[]; readonly vectors: readonly Float32Array[] }

/** A reading without its songs, which stay in the worker. */
export type SongSummary = Omit<SongReading, 'songs'> & { readonly songCount: number }

/** What each task gives. */
export type SongResults = {
  readonly read: SongSummary
  readonly songs: readonly ImportedSong[]
  readonly learn: undefined
  /** A song index file with the named songs. */
  readonly write: Uint8Array<ArrayBuffer>
}
export type SongResult = SongResults[SongTask['kind']]

/** Holds the songs of one import, so that the page never has them all at once. */
export function createSongSession() {
  let songs: ImportedSong[] = []
  const songAt = (place: number): ImportedSong => {
    const song = songs[place]
    if (song === undefined) throw new AppError('INTERNAL', `Song ${place} of ${songs.length} was asked for.`)
    return song
  }
  return async (task: SongTask, options: Pick<CallOptions, 'onProgress' | 'signal'>): Promise<TaskOutcome<SongResult>> => {
    switch (task.kind) {
      case 'read': {
        const { songs: found, ...reading } = await readSongFiles(task.files, options)
        songs = [...found]
        return { result: { ...reading, songCount: songs.length } }
      }
      case 'songs':
        return { result: task.places.map(songAt) }
      case 'learn':
        for (const { place, features } of task.learned) songs[place] = { ...songAt(place), features }
        return { result: undefined }
      case 'write': {
        const { places, vectors, spaceId } = task
        const dims = vectors.reduce((sum, { length }) => sum + length, 0) / places.length
        const rows = vectors.flatMap((part) =>
          Array.from({ length: part.length / dims }, (_, row) => part.subarray(row * dims, (row + 1) * dims)),
        )
        const placed = places.map((place, index) => placedSongOf(songAt(place), rows[index] ?? new Float32Array(0)))
        const file = Uint8Array.from(writeSongIndex(placed, spaceId))
        return { result: file, transfer: [file.buffer] }
      }
    }
  }
}
