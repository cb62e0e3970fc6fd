import { Button } from '@radix-ui/themes/components/button'

import { CopyField } from '@/components/account/copy-field'
import { MotionReading } from '@/components/motion/motion-reading'
import { ProblemNote } from '@/components/studio/problem-note'
import * as Dialog from '@/components/ui/dialog'
import { Note } from '@/components/ui/note'
import type { MotionReading as Motion } from '@/lib/stores/live-motion'
import type { PairingState } from '@/lib/stores/studio-state'

import styles from './pairing.module.css'
import { isLoopback, minuteWords, phoneWords } from './pairing-words'
import { QrCode } from './qr-code'

/** The words by which a person sees that phone and studio belong together; the phone shows them alike. */
const Words = ({ words }: { readonly words: string }) => (
  <p className={styles.words}>
    This studio says <strong>{words}</strong>
    Your phone has to say the same.
  </p>
)

const Waiting = ({ pairing }: { readonly pairing: Extract<PairingState, { phase: 'waiting' }> }) => {
  const { link, words, expiresAtMs, isConnected, hasForeign } = pairing
  return (
    <>
      {isLoopback(link) && (
        <Note>
          This studio is open at {new URL(link).host}, an address that leads to this computer alone: a phone cannot follow it. Open Attune
          by an https address that the phone reaches too, and pair there. Here the link works in other windows of this computer.
        </Note>
      )}
      <div className={styles.waiting}>
        <QrCode text={link} label="QR code: the link that pairs a phone" />
        <div className={styles.beside}>
          <ol className={styles.steps}>
            <li>Scan the code with the phone&rsquo;s camera and open the link.</li>
            <li>Look whether the phone says the same two words.</li>
            <li>Tap “Share motion” there.</li>
          </ol>
          <Words words={words} />
        </div>
      </div>
      <CopyField label="link" value={link} />
      <p className={styles.soft} role="status">
        {hasForeign
          ? 'Something arrives that is not sealed for this studio. Scan the code anew; if that does not help, close and pair again.'
          : isConnected
            ? `Waiting for the phone. The code is good until ${minuteWords(expiresAtMs)}, for one phone.`
            : 'Connecting to the server.'}
      </p>
    </>
  )
}

type PairingDialogProps = {
  readonly pairing: PairingState
  readonly motion: Motion | undefined
  onPairAgain(): void
  onUnpair(): void
  onClose(): void
}

/** Pairs a phone: the code it scans, and then what it shares. */
export const PairingDialog = ({ pairing, motion, onPairAgain, onUnpair, onClose }: PairingDialogProps) => (
  <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
    <Dialog.Content style={{ maxWidth: '640px' }} className={styles.dialog}>
      <Dialog.Title>{pairing.phase === 'paired' ? 'Your phone is paired' : 'Pair a phone'}</Dialog.Title>
      <Dialog.Description size="2" className={styles.soft}>
        The phone reads its own motion and sends what it looks like, never what the sensor measures. It is encrypted for this window alone:
        the key is in the code, and the server never sees it.
      </Dialog.Description>
      <div className={styles.dialogBody}>
        {(pairing.phase === 'opening' || pairing.phase === 'none') && (
          <p className={styles.soft} role="status">
            Preparing the code.
          </p>
        )}
        {pairing.phase === 'waiting' && <Waiting pairing={pairing} />}
        {pairing.phase === 'paired' && (
          <>
            <Words words={pairing.words} />
            <p role="status">{phoneWords(pairing)}</p>
            {pairing.phone === 'reading' && <MotionReading motion={motion} />}
          </>
        )}
        {pairing.phase === 'failed' && <ProblemNote problem={pairing.problem} />}
      </div>
      <div className={styles.dialogFoot}>
        {pairing.phase === 'paired' && (
          <>
            <Button
              size="2"
              variant="surface"
              onClick={() => {
                onUnpair()
                onClose()
              }}
            >
              Unpair
            </Button>
            <Button size="2" onClick={onClose}>
              Done
            </Button>
          </>
        )}
        {pairing.phase === 'failed' && pairing.problem.code !== 'PAIRING_UNSAFE' && (
          <Button size="2" onClick={onPairAgain}>
            Pair again
          </Button>
        )}
        {pairing.phase !== 'paired' && (
          <Button size="2" variant="surface" onClick={onClose}>
            {pairing.phase === 'failed' ? 'Close' : 'Cancel'}
          </Button>
        )}
      </div>
    </Dialog.Content>
  </Dialog.Root>
)
