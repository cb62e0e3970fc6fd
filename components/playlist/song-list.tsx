import { CloseIcon, LeaveIcon } from '@/components/ui/icons'
import type { PlaylistSong } from '@/lib/core/songs/song'

import { durationWords } from './duration-words'
import { songLink } from './export/song-link'
import styles from './playlist.module.css'

type SongListProps = {
  readonly songs: readonly PlaylistSong[]
  /** The one line that says why a song is here; absent where the state it was made for is gone. */
  readonly reasonOf?: ((song: PlaylistSong) => string) | undefined
  readonly onRemove?: ((songId: string) => void) | undefined
}

/** The songs in the order to be played. */
export const SongList = ({ songs, reasonOf, onRemove }: SongListProps) => (
  <ol className={styles.songs} data-removable={onRemove !== undefined}>
    {songs.map((entry, index) => {
      const { songId, title, artists, durationMs, isExplicit } = entry.song
      return (
        <li key={songId} className={styles.song}>
          <span className={`${styles.songNumber} numbers`} aria-hidden="true">
            {index + 1}
          </span>
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
          </div>
          <span className={`${styles.songLength} numbers`}>{durationMs === undefined ? '' : durationWords(durationMs)}</span>
          <a className={styles.songAction} href={songLink(songId)} target="_blank" rel="noopener noreferrer" title="Open in Spotify">
            <LeaveIcon />
            <span className="visually-hidden">Open {title} in Spotify</span>
          </a>
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
