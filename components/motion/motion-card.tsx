'use client'

import { Button } from '@radix-ui/themes/components/button'
import dynamic from 'next/dynamic'
import { useState } from 'react'

import styles from '@/components/capture/capture.module.css'
import { SourceCard } from '@/components/capture/source-card'
import { phoneWords } from '@/components/pairing/pairing-words'
import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { MotionIcon, StopIcon } from '@/components/ui/icons'
import type { MotionState, PairingState, Problem } from '@/lib/stores/studio-state'

import { MotionReading } from './motion-reading'

/** The dialog comes with the first pairing, and what draws its code with it. */
const PairingDialog = dynamic(async () => (await import('@/components/pairing/pairing-dialog')).PairingDialog)

const statusWords: Readonly<Record<MotionState['phase'], string>> = { off: 'Off', opening: 'Opening', on: 'Live', failed: 'Off' }

type OffProps = { readonly problem: Problem | undefined; readonly wasPaired: boolean; onPair(): void }

/** Two ways in: the device's own sensor, or that of a phone. */
const Off = ({ problem, wasPaired, onPair }: OffProps) => {
  const { openMotion } = useStudioActions()
  return (
    <>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p className={styles.hint}>
        Reads from a phone&rsquo;s movement whether you rest, walk, climb or run, and counts steps a minute, so that the music can keep your
        pace. The phone may ask whether the page may use motion; what it measures stays on it.
      </p>
      <div className={styles.controls}>
        <Button size="2" variant="surface" onClick={onPair}>
          {wasPaired ? 'Pair again' : 'Pair a phone'}
        </Button>
        <Button size="2" variant="surface" onClick={() => void openMotion()}>
          {problem !== undefined && !wasPaired ? 'Try this device again' : 'Read this device’s motion'}
        </Button>
      </div>
    </>
  )
}

const problemOf = (motion: MotionState, pairing: PairingState): Problem | undefined => {
  if (pairing.phase === 'failed') return pairing.problem
  return motion.phase === 'failed' ? motion.problem : undefined
}

/** A phone's motion, live: this device's own or that of a paired phone. */
export const MotionCard = () => {
  const motion = useStudio((state) => state.motion)
  const pairing = useStudio((state) => state.pairing)
  const { pairPhone, unpairPhone, closeMotion } = useStudioActions()
  const [isDialogOpen, setIsDialogOpen] = useState(false)
  const isPaired = pairing.phase === 'paired'
  // Whoever comes back to the studio finds the code that still is good.
  const isAsking = pairing.phase === 'opening' || pairing.phase === 'waiting'
  const isShown = isPaired || motion.phase === 'on'
  const stop = isPaired ? unpairPhone : closeMotion
  const reading = motion.phase === 'on' ? motion.motion : undefined
  const pair = () => {
    setIsDialogOpen(true)
    void pairPhone()
  }
  const closeDialog = () => {
    setIsDialogOpen(false)
    // A code that nobody sees must not stay good.
    if (!isPaired) unpairPhone()
  }
  return (
    <SourceCard
      signal="motion"
      title="Live motion"
      icon={<MotionIcon />}
      status={isPaired ? 'Paired' : statusWords[motion.phase]}
      isLit={motion.phase === 'on'}
      isWide={isShown}
      onRemove={isShown ? stop : undefined}
      removeLabel={isPaired ? 'Unpair the phone' : 'Stop reading motion'}
    >
      {isShown && (
        <>
          {isPaired && (
            <p className={styles.hint}>
              {phoneWords(pairing)} Both screens say <strong>{pairing.words}</strong>.
            </p>
          )}
          {(!isPaired || pairing.phone === 'reading') && <MotionReading motion={reading} />}
          <div className={styles.controls}>
            <Button size="2" variant="surface" onClick={stop}>
              <StopIcon /> {isPaired ? 'Unpair' : 'Stop'}
            </Button>
          </div>
        </>
      )}
      {!isShown && motion.phase === 'opening' && (
        <>
          <p className={styles.hint}>Waiting for the motion sensor. Your phone may ask whether this page may use it.</p>
          <Button size="2" variant="surface" onClick={closeMotion}>
            Cancel
          </Button>
        </>
      )}
      {!isShown && motion.phase !== 'opening' && (
        <Off problem={problemOf(motion, pairing)} wasPaired={pairing.phase === 'failed'} onPair={pair} />
      )}
      {(isDialogOpen || isAsking) && (
        <PairingDialog pairing={pairing} motion={reading} onPairAgain={pair} onUnpair={unpairPhone} onClose={closeDialog} />
      )}
    </SourceCard>
  )
}
