import 'server-only'

import { findSongPosition } from '@/lib/core/songs/find-song-position'
import type { PlaylistSong } from '@/lib/core/songs/song'
import type { SongIndex } from '@/lib/core/songs/song-index'

/** The vector of a song as replies carry it, from the first index that has the song; none where none has it. */
export function vectorOf(songId: string, indexes: readonly SongIndex[]): Pick<PlaylistSong, 'vector'> {
  for (const songIndex of indexes) {
    const position = findSongPosition(songIndex, songId)
    const { vectors, dims } = songIndex
    if (position !== undefined) return { vector: Buffer.from(vectors.slice(position * dims, (position + 1) * dims)).toString('base64') }
  }
  return {}
}
