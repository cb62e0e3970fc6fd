import type { SpotifySong } from '@/lib/contracts/spotify-songs-api'

import styles from './playlist.module.css'

/** A song's artwork as Spotify wants it shown: whole, nothing on it, and leading to the song there. */
export const SongArtwork = ({ song, title }: { readonly song: SpotifySong | undefined; readonly title: string }) => {
  if (song?.artworkUrl === undefined) return <span className={styles.noArtwork} aria-hidden="true" />
  return (
    <a className={styles.artwork} href={song.spotifyUrl} target="_blank" rel="noopener noreferrer" tabIndex={-1} aria-hidden="true">
      <img src={song.artworkUrl} alt="" loading="lazy" title={title} />
    </a>
  )
}
