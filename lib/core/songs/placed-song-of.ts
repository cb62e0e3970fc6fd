import { familyOfGenres } from './family-of-genres'
import { importKey, type ImportedSong } from './imported-song'
import { ownSongId } from './own-song-id'
import type { Song } from './song'
import type { PlacedSong } from './write-song-index'

/** An imported song as Attune has songs: under an id of its own where no id of Spotify's is known. */
export function songOfImport(song: ImportedSong): Song {
  const genreFamily = familyOfGenres(song.artistGenres)
  return {
    ...song,
    songId: song.songId ?? ownSongId(importKey(song)),
    ...(genreFamily === undefined ? {} : { genreFamily }),
  }
}

/** An imported song with its place in the space, (dims,). */
export function placedSongOf(song: ImportedSong, vector: ArrayLike<number>): PlacedSong {
  return { song: songOfImport(song), vector }
}
