export { openSongSearch } from '@/lib/server/songs/open-song-search'
