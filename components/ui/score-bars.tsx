import styles from './ui.module.css'

type ScoreBarsProps = {
  readonly labels: readonly string[]
  /** (labelCount,) 0..1; undefined while nothing was read, which draws empty bars of the same height. */
  readonly scores: readonly number[] | undefined
  readonly title: string
  /** CSS colour of the input. */
  readonly color: string
}

/** The scores of a model, one bar a label; the highest stands out. */
export const ScoreBars = ({ labels, scores, title, color }: ScoreBarsProps) => {
  const highest = scores === undefined ? undefined : Math.max(...scores)
  return (
    <dl className={styles.bars} aria-label={title} style={{ '--bar': color }}>
      {labels.map((label, index) => {
        const score = scores?.[index] ?? 0
        return (
          <div key={label} className={styles.barRow} data-top={highest !== undefined && score === highest}>
            <dt>{label}</dt>
            <dd>
              <span className={styles.barTrack} aria-hidden="true">
                <span className={styles.barFill} style={{ transform: `scaleX(${score})` }} />
              </span>
              <span className="numbers">{scores === undefined ? '' : `${Math.round(score * 100)} %`}</span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
