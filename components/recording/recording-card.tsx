'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'

import { SourceCard, type SignalName } from '@/components/capture/source-card'
import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { FileDrop } from '@/components/ui/file-drop'
import { MotionIcon, WristIcon } from '@/components/ui/icons'
import { ProgressLine } from '@/components/ui/progress-line'
import type { WindowModelId } from '@/lib/inference/inference'
import type { RecordingState } from '@/lib/stores/studio-state'

import styles from './recording.module.css'

/** The plots come with the first recording, uPlot with them. */
const RecordingView = dynamic(async () => (await import('./recording-view')).RecordingView, {
  loading: () => <div className={styles.viewPlaceholder} aria-hidden="true" />,
})

type CardWords = {
  readonly signal: SignalName
  readonly title: string
  readonly icon: ReactNode
  readonly promise: string
  readonly hint: string
  readonly remove: string
}

const words: Readonly<Record<WindowModelId, CardWords>> = {
  stress: {
    signal: 'wearable',
    title: 'Wearable export',
    icon: <WristIcon />,
    promise: 'Reads stress from heart rate, skin conductance, skin temperature and movement, whichever there are.',
    hint: 'Empatica E4: the session zip, or its CSV files together.',
    remove: 'Remove the wearable export',
  },
  activity: {
    signal: 'motion',
    title: 'Motion recording',
    icon: <MotionIcon />,
    promise: "Reads from a phone's motion whether it lay still, walked, climbed or ran.",
    hint: 'Sensor Logger: the zip, or TotalAcceleration.csv and Gyroscope.csv.',
    remove: 'Remove the motion recording',
  },
}

const statusWords: Readonly<Record<RecordingState['phase'], string>> = {
  empty: 'Empty',
  reading: 'Reading',
  estimating: 'Reading',
  read: 'Read',
  failed: 'Not read',
}

/** A recording from a file: dropped, read with progress, shown over time. */
export const RecordingCard = ({ modelId }: { readonly modelId: WindowModelId }) => {
  const state = useStudio(({ recordings }) => recordings[modelId])
  const { readFiles, removeRecording } = useStudioActions()
  const { signal, title, icon, promise, hint, remove } = words[modelId]
  const drop = (label: string) => (
    <FileDrop accept=".zip,.csv,.txt" isMultiple label={label} hint={hint} onFiles={(files) => void readFiles(modelId, files)} />
  )
  return (
    <SourceCard
      signal={signal}
      title={title}
      icon={icon}
      status={statusWords[state.phase]}
      isLit={state.phase === 'read'}
      isWide={state.phase === 'read'}
      onRemove={state.phase === 'empty' ? undefined : () => removeRecording(modelId)}
      removeLabel={remove}
    >
      {state.phase === 'empty' && (
        <>
          <p className={styles.promise}>{promise}</p>
          {drop('Choose files')}
        </>
      )}
      {(state.phase === 'reading' || state.phase === 'estimating') && (
        <div className={styles.busy}>
          <ProgressLine
            label={state.phase === 'reading' ? `Reading ${state.fileName}` : `Listening to ${state.fileName}`}
            doneShare={state.doneShare}
          />
        </div>
      )}
      {state.phase === 'failed' && (
        <>
          <ProblemNote problem={state.problem} />
          {drop('Choose other files')}
        </>
      )}
      {state.phase === 'read' && (
        <>
          {state.problem !== undefined && <ProblemNote problem={state.problem} />}
          <RecordingView modelId={modelId} read={state} />
          {drop('Read other files instead')}
        </>
      )}
    </SourceCard>
  )
}
