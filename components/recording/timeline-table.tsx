import { useState } from 'react'

import type { Stretch } from '@/lib/core/signal/assess-quality'

import type { Lane } from './timeline-lanes'
import styles from './timeline.module.css'
import { stretchWords } from './time-words'

/** So many rows are shown at most: what is in view, in equal stretches. */
const LARGEST_ROW_COUNT = 24
const ROW_STEPS_MS = [15_000, 60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000, 60 * 60_000, 2 * 60 * 60_000]

const rowsOf = ({ startMs, endMs }: Stretch): readonly Stretch[] => {
  const stepMs = ROW_STEPS_MS.find((step) => (endMs - startMs) / step <= LARGEST_ROW_COUNT) ?? (endMs - startMs) / LARGEST_ROW_COUNT
  const first = Math.floor(startMs / stepMs)
  return Array.from({ length: Math.ceil(endMs / stepMs) - first }, (_, index) => ({
    startMs: Math.max(startMs, (first + index) * stepMs),
    endMs: Math.min(endMs, (first + index + 1) * stepMs),
  }))
}

/** The timeline as a table, for who would rather read than look. */
export const TimelineTable = ({ lanes, view }: { readonly lanes: readonly Lane[]; readonly view: Stretch }) => {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className={styles.tableBox} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>Show what is in view as a table</summary>
      {isOpen && (
        <table className={`${styles.table} numbers`}>
          <caption className="visually-hidden">The timeline, {stretchWords(view)}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {lanes.map(({ key, title, unit }) => (
                <th key={key} scope="col">
                  {title}
                  {unit !== undefined && key !== 'activity' && `, ${unit}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(view).map((row) => (
              <tr key={row.startMs}>
                <th scope="row">{stretchWords(row)}</th>
                {lanes.map((lane) => (
                  <td key={lane.key}>{lane.valueIn(row)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
