import { hasSound, importedSongLimit, importKey, type ImportedSong } from '@/lib/core/songs/imported-song'

import type { FoundSong } from './song-format'

/** Spotify counts a song as played from here on; what was heard for less was passed over. */
export const minPlayedMs = 30_000

/** Songs that are held while files are read, before those that were passed over are left out. */
const heldSongLimit = 2 * importedSongLimit

/** What came of the songs that were found. */
export type CollectedSongs = {
  readonly songs: readonly ImportedSong[]
  /** Entries of songs that were there already. */
  readonly repeatCount: number
  /** Songs that a history of listening alone has, each played for less than half a minute in all. */
  readonly passedOverCount: number
  /** Entries of further songs, beyond as many as Attune keeps. */
  readonly leftOutCount: number
}

/** Gathers songs, each once. */
export type SongCollector = { add(song: FoundSong): void; finish(): CollectedSongs }

type Held = { song: ImportedSong; playedMs: number; isPlayedOnly: boolean }

/**
 * Makes a collector: entries with the same id, or with the same title and first artist where one of them has no id, become one song that has
 * what any of them tells. It holds a bounded number of songs, however many entries there are.
 */
export function createSongCollector(): SongCollector {
  const held: Held[] = []
  const byId = new Map<string, Held>()
  const byName = new Map<string, Held>()
  let repeatCount = 0
  let overflowCount = 0

  const find = (song: FoundSong): Held | undefined => {
    const { songId } = song
    const named = byName.get(importKey(song))
    if (songId === undefined) return named
    return byId.get(songId) ?? (named?.song.songId === undefined ? named : undefined)
  }
  return {
    add: ({ playedMs, ...song }) => {
      const known = find(song)
      if (known === undefined && held.length >= heldSongLimit) {
        overflowCount++
        return
      }
      const entry = known ?? { song, playedMs: 0, isPlayedOnly: true }
      if (known === undefined) held.push(entry)
      else {
        known.song = merge(known.song, song)
        if (playedMs === undefined) repeatCount++
      }
      entry.playedMs += playedMs ?? 0
      entry.isPlayedOnly &&= playedMs !== undefined
      const { songId, title } = entry.song
      if (songId !== undefined) byId.set(songId, entry)
      const key = importKey(entry.song)
      if (title !== '' && !byName.has(key)) byName.set(key, entry)
    },
    finish: () => {
      const heard = held.filter(({ isPlayedOnly, playedMs }) => !isPlayedOnly || playedMs >= minPlayedMs)
      return {
        songs: heard.slice(0, importedSongLimit).map(({ song }) => song),
        repeatCount,
        passedOverCount: held.length - heard.length,
        leftOutCount: Math.max(0, heard.length - importedSongLimit) + overflowCount,
      }
    },
  }
}

/** Both entries' fields; where both have one, the first's. Features are taken together from one of them. */
function merge(first: ImportedSong, second: ImportedSong): ImportedSong {
  return {
    ...second,
    ...first,
    title: first.title === '' ? second.title : first.title,
    artists: first.artists.length === 0 ? second.artists : first.artists,
    artistGenres: first.artistGenres.length === 0 ? second.artistGenres : first.artistGenres,
    features: hasSound(first.features) || !hasSound(second.features) ? first.features : second.features,
  }
}
