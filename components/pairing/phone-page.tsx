'use client'

import { Button } from '@radix-ui/themes/components/button'

import { MotionReading } from '@/components/motion/motion-reading'
import { ProblemNote } from '@/components/studio/problem-note'
import { StopIcon } from '@/components/ui/icons'

import styles from './pairing.module.css'
import { lineWords } from './pairing-words'
import { PhoneProvider, usePhone, usePhoneActions } from './phone-provider'

const Words = ({ words }: { readonly words: string }) => (
  <p className={styles.words}>
    Paired with the studio that says <strong>{words}</strong>
    Does yours say something else? Then scan its code again.
  </p>
)

const WhatIsSent = () => (
  <section className={styles.sent} aria-labelledby="sent-title">
    <h2 id="sent-title">What is sent</h2>
    <p className={styles.soft}>
      About once a second: whether your movement looks like rest, walking, stairs or running, how sure that is, and your steps a minute. It
      is encrypted for your studio alone; the server passes it on, cannot read it and keeps nothing. What the sensor measures stays on this
      phone.
    </p>
  </section>
)

const Panel = () => {
  const phone = usePhone()
  const { openLink, share, stop } = usePhoneActions()
  switch (phone.phase) {
    case 'looking':
      return (
        <p className={styles.soft} role="status">
          Reading the link.
        </p>
      )
    case 'ended':
      return (
        <ProblemNote problem={phone.problem}>
          {phone.problem.code === 'PAIRING_TAKEN' && (
            <Button size="2" variant="surface" onClick={() => void openLink(location.hash)}>
              Try again
            </Button>
          )}
        </ProblemNote>
      )
    case 'ready':
    case 'opening':
    case 'stopped':
      return (
        <>
          <Words words={phone.words} />
          <div className={styles.panel}>
            {phone.phase === 'ready' && phone.problem !== undefined && <ProblemNote problem={phone.problem} />}
            <p>
              {phone.phase === 'stopped'
                ? 'Nothing is shared any more. You can close this page.'
                : 'From how this phone moves, your studio can tell whether you rest, walk, climb or run, and let the music keep your pace. The phone may ask whether this page may use motion: it is for this.'}
            </p>
            <Button size="3" loading={phone.phase === 'opening'} onClick={() => void share()}>
              {phone.phase === 'stopped' ? 'Share again' : 'Share motion'}
            </Button>
            {phone.phase === 'ready' && phone.line !== 'connected' && (
              <p className={styles.soft} role="status">
                {lineWords[phone.line]}
              </p>
            )}
          </div>
        </>
      )
    case 'sharing':
      return (
        <>
          <Words words={phone.words} />
          <div className={styles.panel}>
            <MotionReading motion={phone.motion} />
            <p className={styles.soft} role="status">
              {lineWords[phone.line]}
            </p>
            <Button size="3" variant="surface" onClick={stop}>
              <StopIcon /> Stop
            </Button>
            <p className={styles.soft}>
              Put the phone where you wear it and leave this page open. It keeps the screen on, because browsers read no motion behind a
              dark one.
            </p>
          </div>
        </>
      )
  }
}

/** The page that a phone opens by the studio's code: it reads the phone's motion and shares what it looks like. */
export const PhonePage = () => (
  <PhoneProvider>
    <div className={styles.phone}>
      <h1 className={`${styles.phoneTitle} headline`}>Share this phone&rsquo;s motion</h1>
      <Panel />
      <WhatIsSent />
    </div>
  </PhoneProvider>
)
