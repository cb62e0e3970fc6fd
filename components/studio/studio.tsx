'use client'

import dynamic from 'next/dynamic'
import { useEffect } from 'react'

import { PhotoCard } from '@/components/capture/photo-card'
import { WebcamCard } from '@/components/capture/webcam-card'
import { WordCard } from '@/components/capture/word-card'
import { MotionCard } from '@/components/motion/motion-card'
import { RecordingCard } from '@/components/recording/recording-card'
import { BackendBadge } from '@/components/state/backend-badge'
import { MakeBar } from '@/components/state/make-bar'
import { StatePanel } from '@/components/state/state-panel'
import { WishesPanel } from '@/components/wishes/wishes-panel'

import { Announcer } from './announcer'
import { Hero } from './hero'
import { useStudio, useStudioActions } from './studio-context'
import styles from './studio.module.css'

/** The playlist's part of the page comes with the first one. */
const PlaylistView = dynamic(async () => (await import('@/components/playlist/playlist-view')).PlaylistView, {
  loading: () => <div className={styles.playlistPlaceholder} aria-hidden="true" />,
})

const PlaylistArea = () => {
  const isAsked = useStudio((state) => state.playlist.phase !== 'none')
  return (
    <div className={styles.playlistArea} data-asked={isAsked}>
      {isAsked && <PlaylistView />}
    </div>
  )
}

/** The studio: inputs, the state they make, and the playlist that fits. */
export const Studio = () => {
  const { pauseWebcam } = useStudioActions()
  // On the map nobody sees that the camera runs, so it does not.
  useEffect(() => pauseWebcam, [pauseWebcam])
  return (
    <>
      <div className={`page ${styles.studio}`}>
        <Hero />
        <section className={styles.inputs} aria-labelledby="inputs-title">
          <header className={styles.inputsHead}>
            <h2 id="inputs-title" className={styles.sectionTitle}>
              Inputs
            </h2>
            <BackendBadge />
          </header>
          <div className={styles.cards}>
            <WebcamCard />
            <PhotoCard />
            <RecordingCard modelId="stress" />
            <MotionCard />
            <RecordingCard modelId="activity" />
            <WordCard />
          </div>
        </section>
        <div className={styles.side}>
          <StatePanel />
          <WishesPanel />
          <MakeBar />
        </div>
        <PlaylistArea />
      </div>
      <Announcer />
    </>
  )
}
