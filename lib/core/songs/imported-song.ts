import type { AudioFeatures, Song } from './song'

/** A song of a listener's own music, as an export tells it. */
export type ImportedSong = Pick<
  Song,
  'title' | 'artists' | 'artistGenres' | 'durationMs' | 'releaseYear' | 'isExplicit' | 'popularity' | 'features'
> & {
  /** Spotify's 22-character track id; absent where the export has none. */
  readonly songId?: string
}

/** As many songs of one listener as Attune keeps; the largest libraries that people show have some ten thousand. */
export const importedSongLimit = 50_000

/** Whether enough is known of how a song sounds to give it a place in the song space: how lively, and how bright. */
export function hasSound({ energy, valence }: AudioFeatures): boolean {
  return energy !== undefined && valence !== undefined
}

/** What two entries share that name one song: title and first artist, whatever their case and width. */
export function importKey({ title, artists }: Pick<ImportedSong, 'title' | 'artists'>): string {
  return `${title}\n${artists[0] ?? ''}`.normalize('NFKC').toLowerCase()
}
