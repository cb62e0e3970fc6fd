'use client'

import { Button } from '@radix-ui/themes/components/button'

import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import * as Dialog from '@/components/ui/dialog'

import { backendWords } from './backend-words'
import styles from './state.module.css'

/** The backends as they were measured on this machine, and the choice by hand. */
export const BackendDialog = ({ isOpen, onOpenChange }: { readonly isOpen: boolean; onOpenChange(isOpen: boolean): void }) => {
  const backend = useStudio((state) => state.backend)
  const { startBackend, chooseBackend } = useStudioActions()
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Content style={{ maxWidth: '560px' }} className={styles.dialog}>
        <Dialog.Title>What the models run on</Dialog.Title>
        <Dialog.Description size="2" className={styles.dialogWords}>
          Attune measures what this machine can do and takes the fastest. A graphics card that is only imitated is never taken by itself.
        </Dialog.Description>
        {backend.phase === 'idle' && (
          <Button size="2" variant="surface" onClick={() => void startBackend().catch(() => undefined)}>
            Measure now
          </Button>
        )}
        {backend.phase === 'starting' && (
          <p className={styles.measuring} role="status">
            Loading and measuring. This takes a few seconds, once.
          </p>
        )}
        {backend.phase === 'failed' && (
          <ProblemNote problem={backend.problem}>
            <Button size="2" variant="surface" onClick={() => void startBackend().catch(() => undefined)}>
              Try again
            </Button>
          </ProblemNote>
        )}
        {backend.phase === 'ready' && (
          <>
            {backend.problem !== undefined && <ProblemNote problem={backend.problem} />}
            <ul className={styles.backends}>
              {backend.report.measurements.map(({ backendName, isUsable, medianMs, note }) => {
                const isChosen = backend.report.chosen === backendName
                return (
                  <li key={backendName} data-chosen={isChosen}>
                    <strong>{backendWords[backendName]}</strong>
                    <span className="numbers">{medianMs === undefined ? 'not measured' : `${medianMs.toFixed(1)} ms`}</span>
                    {isChosen ? (
                      <span className={styles.chosenWord}>{backend.report.isByHand ? 'Chosen by hand' : 'Chosen'}</span>
                    ) : (
                      <Button
                        size="2"
                        variant="surface"
                        disabled={!isUsable || backend.isChanging}
                        onClick={() => void chooseBackend(backendName)}
                        aria-label={`Use ${backendWords[backendName]}`}
                      >
                        Use
                      </Button>
                    )}
                    {note !== undefined && <span className={styles.backendNote}>{note}</span>}
                  </li>
                )
              })}
            </ul>
            <p className={styles.dialogWords}>
              Milliseconds for one face, the way there and back included. A choice by hand is remembered.
            </p>
          </>
        )}
        <div className={styles.dialogFoot}>
          <Dialog.Close>
            <Button size="2" variant="soft">
              Close
            </Button>
          </Dialog.Close>
        </div>
      </Dialog.Content>
    </Dialog.Root>
  )
}
