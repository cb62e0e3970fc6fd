'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'

import { useStudio } from '@/components/studio/studio-context'
import { ChipIcon } from '@/components/ui/icons'
import type { BackendState } from '@/lib/stores/studio-state'

import { backendWords } from './backend-words'
import styles from './state.module.css'

/** The dialog comes with the first look at it. */
const BackendDialog = dynamic(async () => (await import('./backend-dialog')).BackendDialog, { ssr: false })

const badgeWords = (backend: BackendState): string => {
  if (backend.phase === 'idle') return 'Models load when needed'
  if (backend.phase === 'starting') return 'Loading and measuring the models'
  if (backend.phase === 'failed') return 'The models did not start'
  const { report, isChanging } = backend
  if (isChanging) return 'Changing over'
  const measured = report.measurements.find(({ backendName }) => backendName === report.chosen)
  const ms = measured?.medianMs === undefined ? '' : `, ${measured.medianMs.toFixed(1)} ms a face`
  return `Runs on ${backendWords[report.chosen]}${ms}`
}

/** Which TF.js backend runs the models; opens the table of what was measured. */
export const BackendBadge = () => {
  const backend = useStudio((state) => state.backend)
  const [isOpen, setIsOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <button
        type="button"
        className={styles.badge}
        data-phase={backend.phase}
        aria-haspopup="dialog"
        onClick={() => {
          setWasOpened(true)
          setIsOpen(true)
        }}
      >
        <ChipIcon />
        <span>{badgeWords(backend)}</span>
      </button>
      {wasOpened && <BackendDialog isOpen={isOpen} onOpenChange={setIsOpen} />}
    </>
  )
}
