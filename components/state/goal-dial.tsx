'use client'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import type { Goal } from '@/lib/core/state/user-state'

import styles from './state.module.css'

/** The stations of the dial, from rest to drive, with where each one leads. */
const stations: readonly { readonly goal: Goal; readonly name: string; readonly words: string }[] = [
  { goal: 'calm', name: 'Calm', words: 'Starts where you are and comes to rest.' },
  { goal: 'focus', name: 'Focus', words: 'Starts where you are and settles into concentration.' },
  { goal: 'match', name: 'Match', words: 'Stays with you as you are.' },
  { goal: 'hold', name: 'Hold', words: 'Keeps the energy that you have now and lets the mood turn lighter.' },
  { goal: 'lift', name: 'Lift', words: 'Starts where you are and turns brighter.' },
  { goal: 'energise', name: 'Energise', words: 'Starts where you are and gathers energy.' },
]
const TICKS_PER_STATION = 8

/** Where the playlist should lead, as a tuner scale with a station for each goal. */
export const GoalDial = () => {
  const goal = useStudio((state) => state.goal)
  const { chooseGoal } = useStudioActions()
  const index = stations.findIndex((station) => station.goal === goal)
  const tickCount = stations.length * TICKS_PER_STATION
  return (
    <fieldset className={styles.dial}>
      <legend className="print">Where to</legend>
      <div className={styles.scale} style={{ '--station-count': stations.length }}>
        <svg className={styles.ticks} viewBox={`0 0 ${tickCount} 10`} preserveAspectRatio="none" aria-hidden="true">
          {Array.from({ length: tickCount }, (_, tick) => (
            <path
              key={tick}
              d={`M${tick} 10V${tick % TICKS_PER_STATION === TICKS_PER_STATION / 2 ? 1 : 6}`}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <span className={styles.needle} style={{ '--station': index }} aria-hidden="true" />
        <div className={styles.stations}>
          {stations.map((station) => (
            <label key={station.goal} className={styles.station}>
              <input
                type="radio"
                name="goal"
                value={station.goal}
                className="visually-hidden"
                checked={station.goal === goal}
                onChange={() => chooseGoal(station.goal)}
              />
              <span>{station.name}</span>
            </label>
          ))}
        </div>
      </div>
      <p className={styles.dialWords}>{stations[index]?.words}</p>
    </fieldset>
  )
}
