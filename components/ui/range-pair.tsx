'use client'

import styles from './ui.module.css'

type RangePairProps = {
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: readonly [number, number]
  readonly labels: readonly [string, string]
  /** A value in words, for a screen reader. */
  wordOf(value: number): string
  onChange(value: readonly [number, number]): void
}

/** Two ends on one line, each moved by pointer or arrow keys; they never cross. */
export const RangePair = ({ min, max, step, value: [low, high], labels, wordOf, onChange }: RangePairProps) => {
  const share = (value: number) => (max > min ? ((value - min) / (max - min)) * 100 : 0)
  const range = { min, max, step }
  return (
    <div className={styles.rangePair} style={{ '--low': `${share(low)}%`, '--high': `${share(high)}%` }}>
      <span className={styles.rangeTrack} aria-hidden="true" />
      <input
        type="range"
        {...range}
        value={low}
        aria-label={labels[0]}
        aria-valuetext={wordOf(low)}
        onChange={(event) => onChange([Math.min(Number(event.target.value), high - step), high])}
      />
      <input
        type="range"
        {...range}
        value={high}
        aria-label={labels[1]}
        aria-valuetext={wordOf(high)}
        onChange={(event) => onChange([low, Math.max(Number(event.target.value), low + step)])}
      />
    </div>
  )
}
