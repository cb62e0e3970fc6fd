'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useCallback, useDeferredValue, useMemo } from 'react'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { Note } from '@/components/ui/note'
import type { Stretch } from '@/lib/core/signal/assess-quality'
import type { Abstention } from '@/lib/core/state/abstain'
import { arousalOf } from '@/lib/core/state/arousal'
import type { WindowModelId } from '@/lib/inference/inference'
import { isEmptyUserState } from '@/lib/stores/derive-user-state'
import type { ReadRecording } from '@/lib/stores/studio-state'

import { activityRows } from './activity-words'
import { BaselinePanel } from './baseline-panel'
import { labelShares } from './label-shares'
import { AXIS_PX, END_ROOM_PX } from './lane-plot'
import { NowPicker } from './now-picker'
import { QualityStrip } from './quality-strip'
import { RecordingSource } from './recording-source'
import { RecordingSummary } from './recording-summary'
import styles from './recording.module.css'
import { movementLanes, signalLanes, STRESS_WORDS } from './timeline-lanes'
import { Timeline } from './timeline'
import { TimelineTable } from './timeline-table'
import { clockWords, lengthWords, stretchWords } from './time-words'
import { useTimeline } from './use-timeline'
import { momentAround } from './view-range'

const ABSTENTION_WORDS: Readonly<Record<Abstention, string>> = {
  unsure:
    'For this stretch the model is too unsure to say anything, so your state goes without it. Another stretch, or your own baseline, may say more.',
  poorSignal: 'In this stretch most of the signal is missing or stands still, so your state goes without it.',
}
/** How long a single moment that is picked lasts: one window of stress, a few of movement. */
const MOMENT_MS: Readonly<Record<WindowModelId, number>> = { stress: 60_000, activity: 10_000 }
/** An end that is later than what stands for now by less than this is the same moment to people. */
const SMALLEST_LAG_MS = 30_000

/** Why an earlier stretch than the end stands for now; undefined where it is the end, or the listener's own choice. */
const lagWords = ({ estimates, now, isPicked }: ReadRecording): string | undefined => {
  const lagMs = (estimates.at(-1)?.endMs ?? now.endMs) - now.endMs
  if (isPicked || lagMs < SMALLEST_LAG_MS) return undefined
  return `The last ${lengthWords(lagMs)} cannot be read with confidence, so ${stretchWords(now)}, the latest stretch that can be, stands for now.`
}

/** A recording that was read: what it says in short, over time, for the stretch that stands for now, and how good the signal is. */
export const RecordingView = ({ modelId, read }: { readonly modelId: WindowModelId; readonly read: ReadRecording }) => {
  const { pickStretch, makePlaylist } = useStudioActions()
  const isEmpty = useStudio(({ userState }) => isEmptyUserState(userState))
  const isMaking = useStudio(({ playlist }) => playlist.phase === 'making')
  const { recording, quality, estimates, heartRate, wrist, cadence, now, isPicked, isMovementPending } = read
  const { notice, scaledBy, reading, abstention } = read
  const { startMs } = recording
  const endMs = Math.max(recording.endMs, estimates.at(-1)?.endMs ?? recording.endMs)
  const whole = useMemo((): Stretch => ({ startMs, endMs }), [startMs, endMs])
  const moving = modelId === 'stress' ? wrist?.estimates : estimates
  // Apart, so that movement that joins later draws nothing again.
  const signals = useMemo(
    () => signalLanes(modelId, { recording, quality, estimates, heartRate }),
    [modelId, recording, quality, estimates, heartRate],
  )
  const movement = useMemo(() => movementLanes(moving ?? [], cadence), [moving, cadence])
  const lanes = useMemo(() => [...signals, ...movement], [signals, movement])
  const momentAt = useCallback((atMs: number) => momentAround(whole, atMs, MOMENT_MS[modelId]), [whole, modelId])
  const pick = (picked: Stretch | undefined) => pickStretch(modelId, picked)
  const control = useTimeline({ whole, momentMs: MOMENT_MS[modelId], onPick: pick })
  const isStress = modelId === 'stress'
  const labels = isStress
    ? STRESS_WORDS
    : Object.values(activityRows)
        .slice(1)
        .map((word) => word.toLowerCase())
  const shares = labelShares(estimates, labels).map(({ label, share }) => `${label} ${Math.round(share * 100)} %`)
  // What lies below the timeline comes after it, in pieces that the page answers between.
  const isTimelineThere = useDeferredValue(true, false)
  const verb = isStress ? 'looks' : 'moves like'
  const lag = lagWords(read)

  return (
    <div className={styles.view} style={{ '--axis': `${AXIS_PX}px`, '--end-room': `${END_ROOM_PX}px` }}>
      <p className={styles.fileLine}>
        <strong>{recording.sourceName}</strong>
        <span>{recording.fileName}</span>
        <span className="numbers">{lengthWords(recording.endMs - startMs)}</span>
      </p>
      <RecordingSource modelId={modelId} read={read} />
      {notice !== undefined && <Note>{notice}</Note>}
      <RecordingSummary modelId={modelId} read={read} whole={whole} momentAt={momentAt} onPick={pick} />
      <Timeline
        control={control}
        lanes={lanes}
        whole={whole}
        now={now}
        tagsMs={recording.tagsMs}
        description={`${isStress ? 'Stress' : 'Activity'} from ${clockWords(startMs)} to ${clockWords(endMs)}. Most of the time the signal ${verb} ${shares.join(', ')}.`}
      >
        <Button size="3" loading={isMaking} disabled={isEmpty} onClick={() => void makePlaylist()}>
          Make a playlist for {stretchWords(now)}
        </Button>
        <Button size="3" variant="soft" onClick={() => control.zoomTo(now)}>
          Look closer
        </Button>
        {isPicked && (
          <Button size="3" variant="soft" onClick={() => pick(undefined)}>
            Let go
          </Button>
        )}
      </Timeline>
      {lag !== undefined && <Note>{lag}</Note>}
      {abstention !== undefined && <Note>{ABSTENTION_WORDS[abstention]}</Note>}
      {isMovementPending && (
        <p className={styles.soft} role="status">
          The movement is being read and joins in a moment.
        </p>
      )}
      {isTimelineThere && (
        <>
          <QualityStrip quality={quality} notes={recording.notes} view={control.view} />
          <NowPicker modelId={modelId} now={now} whole={whole} endMs={estimates.at(-1)?.endMs ?? endMs} onPick={pick} />
          {isStress && abstention === undefined && (
            <p className={styles.soft}>
              Arousal in this stretch: <span className="numbers">{Math.round(100 * arousalOf(reading.scores))} of 100</span>
            </p>
          )}
          <TimelineTable lanes={lanes} view={control.view} />
          {isStress && <BaselinePanel scaledBy={scaledBy} now={now} />}
          {recording.notes.map(({ message }) => (
            <Note key={message}>{message}</Note>
          ))}
        </>
      )}
    </div>
  )
}
