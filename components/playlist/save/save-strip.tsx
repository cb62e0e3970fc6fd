'use client'

import Link from 'next/link'

import { useAccount } from '@/components/account/account-store'
import { ProblemNote } from '@/components/studio/problem-note'

import { SaveStanding } from './save-standing'
import styles from './save.module.css'
import type { Saves } from './use-saves'

type SaveStripProps = {
  readonly saves: Saves
  /** While the dialog shows the same. */
  readonly isHidden: boolean
}

/** What the playlist's page says of Spotify: how the newest save stands, or why nothing can be saved. */
export const SaveStrip = ({ saves: { saves, problem, resume }, isHidden }: SaveStripProps) => {
  const { account } = useAccount()
  const newest = saves?.[0]
  if (account?.state === 'not-configured') {
    return (
      <p className={styles.stripWords}>
        Nothing can be saved to Spotify from here: this Attune has no keys for it. <Link href="/setup">How to set it up</Link>
      </p>
    )
  }
  if (isHidden || (newest === undefined && problem === undefined)) return null
  return (
    <section className={styles.strip} aria-label="Saved to Spotify">
      {newest !== undefined && <SaveStanding save={newest} onResume={() => void resume(newest.saveId)} />}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </section>
  )
}
