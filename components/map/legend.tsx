import { genreGroups, type GenreGroupName } from './genre-groups'
import styles from './map.module.css'

/** What the colours mean; a genre that is tapped is brought forward until it is tapped again. */
export const Legend = ({
  forward,
  onBringForward,
}: {
  readonly forward: GenreGroupName | undefined
  onBringForward(name: GenreGroupName | undefined): void
}) => (
  <div className={styles.legend} role="group" aria-label="Bring a genre forward">
    {genreGroups.map(({ name, colour }) => (
      <button
        key={name}
        type="button"
        className={styles.legendEntry}
        aria-pressed={forward === name}
        onClick={() => onBringForward(forward === name ? undefined : name)}
      >
        <span className={styles.swatch} style={{ '--swatch': colour }} aria-hidden="true" />
        {name}
      </button>
    ))}
  </div>
)
