import styles from './map.module.css'
import type { PathSong } from './use-map-marks'

/** The songs of the way as a list, for who would rather read than look; each shows its place on the map. */
export const PathList = ({
  songs,
  pointedIndex,
  onPoint,
  onShow,
}: {
  readonly songs: readonly PathSong[]
  readonly pointedIndex: number | undefined
  onPoint(index: number | undefined): void
  onShow(index: number): void
}) => (
  <section className={styles.pathList} aria-labelledby="path-title">
    <h2 id="path-title">The way, song by song</h2>
    <ol>
      {songs.map(({ song, reason }, index) => (
        <li key={song.songId}>
          <button
            type="button"
            data-pointed={pointedIndex === index}
            onPointerEnter={() => onPoint(index)}
            onPointerLeave={() => onPoint(undefined)}
            onFocus={() => onPoint(index)}
            onBlur={() => onPoint(undefined)}
            onClick={() => onShow(index)}
          >
            <span className={`${styles.pathNumber} numbers`}>{index + 1}</span>
            <span>
              <span className={styles.pathTitle}>{song.title}</span>
              <span className={styles.pathArtists}>{song.artists.join(', ')}</span>
              {reason !== undefined && <span className={styles.pathReason}>{reason}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  </section>
)
