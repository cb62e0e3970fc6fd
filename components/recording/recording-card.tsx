'use client'

import { Button } from '@radix-ui/themes/components/button'
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

/** The dialog comes with the first table that has to be asked about. */
const MappingDialog = dynamic(async () => (await import('./mapping-dialog')).MappingDialog)

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

/** What the file chooser shows first; files are told by their content. */
const ACCEPTED = '.zip,.csv,.tsv,.txt,.json,.xml,.fit,.tcx,.gpx,.avro,.gz'

const words: Readonly<Record<WindowModelId, CardWords>> = {
  stress: {
    signal: 'wearable',
    title: 'Wearable export',
    icon: <WristIcon />,
    promise: 'Reads stress from heart rate, skin conductance, skin temperature and movement, whichever there are.',
    hint: 'Empatica, Apple Health, Garmin, Fitbit, Polar, Oura, WHOOP, Shimmer, a list of beats, or any table: a zip, a folder or files.',
    remove: 'Remove the wearable export',
  },
  activity: {
    signal: 'motion',
    title: 'Motion recording',
    icon: <MotionIcon />,
    promise: "Reads from a phone's motion whether it lay still, walked, climbed or ran.",
    hint: 'Sensor Logger, phyphox, a wrist accelerometer, or any table: a zip, a folder or files.',
    remove: 'Remove the motion recording',
  },
}

const statusWords: Readonly<Record<RecordingState['phase'], string>> = {
  empty: 'Empty',
  reading: 'Reading',
  asking: 'Asking',
  estimating: 'Reading',
  read: 'Read',
  failed: 'Not read',
}

/** A recording from a file: dropped, read with progress, shown over time. */
export const RecordingCard = ({ modelId }: { readonly modelId: WindowModelId }) => {
  const state = useStudio(({ recordings }) => recordings[modelId])
  const { readFiles, removeRecording, cancelReading, answerTables } = useStudioActions()
  const { signal, title, icon, promise, hint, remove } = words[modelId]
  const drop = (label: string) => (
    <FileDrop accept={ACCEPTED} isMultiple hasFolders label={label} hint={hint} onFiles={(files) => void readFiles(modelId, files)} />
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
          <Button size="2" variant="soft" onClick={() => cancelReading(modelId)}>
            Cancel
          </Button>
        </div>
      )}
      {state.phase === 'asking' && (
        <>
          <p className={styles.promise}>The columns of {state.fileName} are being asked about.</p>
          <MappingDialog
            tables={state.tables}
            onRead={(mappedTables) => void answerTables(modelId, mappedTables)}
            onCancel={() => cancelReading(modelId)}
          />
        </>
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
