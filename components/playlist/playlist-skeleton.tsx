import styles from './playlist.module.css'

/** As many empty rows as songs are coming, each as tall as a song. */
export const PlaylistSkeleton = ({ songCount }: { readonly songCount: number }) => (
  <div aria-hidden="true">
    {Array.from({ length: songCount }, (_, index) => (
      <div key={index} className={styles.bone}>
        <span className={`${styles.songNumber} numbers`}>{index + 1}</span>
        <span className={styles.boneWords}>
          <span style={{ width: `${38 + ((index * 17) % 34)}%` }} />
          <span style={{ width: `${22 + ((index * 29) % 24)}%` }} />
          <span style={{ width: `${55 + ((index * 13) % 36)}%` }} />
        </span>
      </div>
    ))}
  </div>
)
