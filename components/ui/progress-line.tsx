import styles from './ui.module.css'

/** How far something is, 0..1, with what it is in words. */
export const ProgressLine = ({ label, doneShare }: { readonly label: string; readonly doneShare: number }) => {
  const percent = Math.round(doneShare * 100)
  return (
    <div className={styles.progress}>
      <div className={styles.progressWords}>
        <span>{label}</span>
        <span className="numbers">{percent} %</span>
      </div>
      <div
        className={styles.progressTrack}
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ transform: `scaleX(${doneShare})` }} />
      </div>
    </div>
  )
}
