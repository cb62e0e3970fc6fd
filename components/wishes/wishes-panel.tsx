'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'

import { useStudio } from '@/components/studio/studio-context'
import { walkingCadence } from '@/lib/core/state/walking-cadence'

import { wishesSummary } from './wish-words'
import styles from './wishes.module.css'

/** The controls come when the panel is opened. */
const WishesForm = dynamic(async () => (await import('./wishes-form')).WishesForm, { ssr: false })

/** What the playlist should be like, folded into one line until it is opened. */
export const WishesPanel = () => {
  const wishes = useStudio((state) => state.wishes)
  const songCount = useStudio((state) => state.songCount)
  const cadenceSpm = useStudio((state) => walkingCadence(state.userState))
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className={styles.panel} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className="print">Wishes</span>
        <span className={styles.summaryWords}>{wishesSummary(wishes, songCount, cadenceSpm)}</span>
      </summary>
      {isOpen && <WishesForm />}
    </details>
  )
}
