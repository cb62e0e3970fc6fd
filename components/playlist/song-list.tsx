import { CloseIcon, LeaveIcon } from '@/components/ui/icons'
import { SpotifyIcon } from '@/components/ui/spotify-logo'
import type { SpotifySong } from '@/lib/contracts/spotify-songs-api'
import { isOwnSongId } from '@/lib/core/songs/own-song-id'
import type { PlaylistSong } from '@/lib/core/songs/song'

import { durationWords } from './duration-words'
import { songLink } from './export/song-link'
import { SongMenu } from './player/song-menu'
import styles from './playlist.module.css'
import { unplayableWords } from './save/save-words'
import { SongArtwork } from './song-artwork'

type SongListProps = {
  /** What Spotify shows of them to a listener who is connected; empty for everybody else. */
  readonly spotifySongs?: ReadonlyMap<string, SpotifySong>
  /** Whether Attune may play at Spotify for this listener. */
  readonly canQueue?: boolean
  readonly songs: readonly PlaylistSong[]
  /** The one line that says why a song is here; absent where the state it was made for is gone. */
  readonly reasonOf?: ((song: PlaylistSong) => string) | undefined
  readonly onRemove?: ((songId: string) => void) | undefined
}

/** The songs in the order to be played. */
export const SongList = ({ songs, spotifySongs, canQueue = false, reasonOf, onRemove }: SongListProps) => (
  <ol className={styles.songs} data-removable={onRemove !== undefined} data-artwork={hasArtwork(spotifySongs)}>
    {songs.map((entry, index) => {
      const { songId, title, artists, durationMs, isExplicit } = entry.song
      const atSpotify = spotifySongs?.get(songId)
      return (
        <li key={songId} className={styles.song}>
          <span className={`${styles.songNumber} numbers`} aria-hidden="true">
            {index + 1}
          </span>
          {hasArtwork(spotifySongs) && <SongArtwork song={atSpotify} title={atSpotify?.album ?? title} />}
          <div className={styles.songWords}>
            <p className={styles.songTitle}>
              {title}
              {isExplicit === true && (
                <abbr className={styles.explicit} title="Explicit lyrics" aria-label="Explicit lyrics">
                  E
                </abbr>
              )}
            </p>
            <p className={styles.songArtists}>{artists.join(', ')}</p>
            {reasonOf !== undefined && <p className={styles.songReason}>{reasonOf(entry)}</p>}
            {atSpotify?.reason !== undefined && (
              <p className={styles.songUnplayable}>At Spotify it {unplayableWords[atSpotify.reason]}; a save puts another in its place.</p>
            )}
          </div>
          <span className={`${styles.songLength} numbers`}>{durationMs === undefined ? '' : durationWords(durationMs)}</span>
          {canQueue && !isOwnSongId(songId) ? (
            <SongMenu songId={songId} title={title} spotifyUrl={songLink(entry.song)} />
          ) : (
            <a
              className={styles.songAction}
              href={songLink(entry.song)}
              target="_blank"
              rel="noopener noreferrer"
              title={isOwnSongId(songId) ? 'Search for it in Spotify' : 'Open in Spotify'}
            >
              {atSpotify === undefined ? <LeaveIcon /> : <SpotifyIcon />}
              <span className="visually-hidden">
                {isOwnSongId(songId) ? 'Search for' : 'Open'} {title} in Spotify
              </span>
            </a>
          )}
          {onRemove !== undefined && (
            <button
              type="button"
              className={styles.songAction}
              disabled={songs.length === 1}
              onClick={() => onRemove(songId)}
              title="Remove"
            >
              <CloseIcon />
              <span className="visually-hidden">Remove {title}</span>
            </button>
          )}
        </li>
      )
    })}
  </ol>
)

const hasArtwork = (spotifySongs: ReadonlyMap<string, SpotifySong> | undefined): boolean => (spotifySongs?.size ?? 0) > 0
