'use client'

import { Button } from '@radix-ui/themes/components/button'

import { ProblemNote } from './problem-note'
import { useStudio, useStudioActions } from './studio-context'
import styles from './studio.module.css'

/** What Attune promises, and the way in for who has no sensor at hand. */
export const Hero = () => {
  const sample = useStudio((state) => state.sample)
  const { trySamples } = useStudioActions()
  return (
    <section className={styles.hero} aria-labelledby="headline">
      <h1 id="headline" className={`${styles.headline} headline`}>
        Music, tuned to how you are
      </h1>
      <p className={styles.promise}>
        Attune reads your expression, stress and motion right here in the browser. Nothing of it leaves this device but numbers: 128 for
        your state, 128 for your goal.
      </p>
      <div className={styles.heroActions}>
        <Button size="2" variant="surface" loading={sample.phase === 'loading'} onClick={() => void trySamples()}>
          Try with sample data
        </Button>
        <details className={styles.leaves}>
          <summary>What leaves, exactly?</summary>
          <p>
            When you ask for a playlist: your state as 128 numbers, the goal as 128 numbers more, the length you want, a random number and
            the ids of songs you removed. No frame, photo, sample or file. The server finds the songs and does not keep the numbers. A phone
            that you pair sends what its motion looks like, encrypted for this window; the server passes it on unread.
          </p>
        </details>
      </div>
      {sample.phase === 'failed' && sample.problem !== undefined && <ProblemNote problem={sample.problem} />}
    </section>
  )
}
