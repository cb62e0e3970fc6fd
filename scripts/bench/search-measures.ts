export { openSongSearch } from '@/lib/server/songs/open-song-search'
export { openSongIndex } from '@/lib/core/songs/open-song-index'
export { quantizeVector } from '@/lib/core/songs/write-song-index'
