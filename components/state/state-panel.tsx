'use client'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { ProblemNote } from '@/components/studio/problem-note'
import { Button } from '@radix-ui/themes/components/button'

import { overallConfidence } from './overall-confidence'
import { ReadingList } from './reading-list'
import styles from './state.module.css'
import { TuningEye } from './tuning-eye'

const VECTOR_COLUMNS = 8

/** What was read, how sure it is, and the 128 numbers that it makes. */
export const StatePanel = () => {
  const userState = useStudio((state) => state.userState)
  const vector = useStudio((state) => state.vector)
  const isMaking = useStudio((state) => state.playlist.phase === 'making')
  const abstention = useStudio(({ recordings: { stress } }) => (stress.phase === 'read' ? stress.abstention : undefined))
  const { retryFusion } = useStudioActions()
  const { stateVector } = vector
  const inputCount = Object.keys(userState).length

  return (
    <section className={styles.panel} aria-labelledby="state-title">
      <h2 id="state-title" className={styles.panelTitle}>
        Your state
      </h2>
      <div className={styles.glass}>
        <TuningEye
          vector={stateVector}
          confidence={overallConfidence(userState)}
          isTurning={isMaking}
          description={
            stateVector === undefined
              ? 'An empty ring: nothing has been read yet.'
              : `The state as a ring of 128 bars, made of ${inputCount} ${inputCount === 1 ? 'input' : 'inputs'}. The numbers can be shown below.`
          }
        />
        <p className={styles.glassWords}>
          {vector.phase === 'none' && 'Give one input, any one'}
          {vector.phase === 'fusing' && stateVector === undefined && 'Tuning'}
          {stateVector !== undefined && 'Your state in 128 numbers'}
          {vector.phase === 'failed' && stateVector === undefined && 'No state'}
        </p>
      </div>
      <ReadingList userState={userState} abstention={abstention} />
      {vector.problem !== undefined && (
        <ProblemNote problem={vector.problem}>
          <Button size="2" variant="surface" onClick={retryFusion}>
            Try again
          </Button>
        </ProblemNote>
      )}
      {stateVector !== undefined && (
        <details className={styles.numbersBox}>
          <summary>Show the numbers</summary>
          <table className={styles.numbersTable}>
            <caption className="visually-hidden">The state vector, 16 rows of {VECTOR_COLUMNS}</caption>
            <tbody>
              {Array.from({ length: stateVector.length / VECTOR_COLUMNS }, (_, row) => (
                <tr key={row}>
                  {Array.from(stateVector.subarray(row * VECTOR_COLUMNS, (row + 1) * VECTOR_COLUMNS), (value, column) => (
                    <td key={column}>{value.toFixed(2).replace('-', '−')}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  )
}
