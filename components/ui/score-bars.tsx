import styles from './ui.module.css'

type ScoreBarsProps = {
  readonly labels: readonly string[]
  /** (labelCount,) 0..1; undefined while nothing was read, which draws empty bars of the same height. */
  readonly scores: readonly number[] | undefined
  /** Position of the label that stands out, -1 for none; where it is absent, the highest score does. */
  readonly topIndex?: number | undefined
  readonly title: string
  /** CSS colour of the input. */
  readonly color: string
}

/** The scores of a model, one bar a label; one of them stands out. */
export const ScoreBars = ({ labels, scores, topIndex, title, color }: ScoreBarsProps) => {
  const top = topIndex ?? (scores === undefined ? -1 : scores.indexOf(Math.max(...scores)))
  return (
    <dl className={styles.bars} aria-label={title} style={{ '--bar': color }}>
      {labels.map((label, index) => {
        const score = scores?.[index] ?? 0
        return (
          <div key={label} className={styles.barRow} data-top={index === top}>
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
