'use client'

import { useCallback, useMemo } from 'react'
import uPlot from 'uplot'

import { useStudioActions } from '@/components/studio/studio-context'
import { Chip } from '@/components/ui/chip'
import { Note } from '@/components/ui/note'
import { RangePair } from '@/components/ui/range-pair'
import type { ChannelSeries } from '@/lib/core/signal/recording'
import type { Abstention } from '@/lib/core/state/abstain'
import { arousalOf } from '@/lib/core/state/arousal'
import { activityLabels, stressLabels } from '@/lib/core/state/labels'
import type { Estimate } from '@/lib/core/state/user-state'
import type { WindowModelId } from '@/lib/inference/inference'
import type { ReadRecording } from '@/lib/stores/studio-state'

import { BaselinePanel } from './baseline-panel'
import { labelShares } from './label-shares'
import { meanLine, middleSec, scoreLine, stepSec } from './plot-data'
import { QualityStrip } from './quality-strip'
import { RecordingSource } from './recording-source'
import styles from './recording.module.css'
import { TimePlot, type PlotColors, type PlotOptions } from './time-plot'
import { clockWords, lengthWords } from './time-words'

const ABSTENTION_WORDS: Readonly<Record<Abstention, string>> = {
  unsure:
    'For this stretch the model is too unsure to say anything, so your state goes without it. Another stretch, or your own baseline, may say more.',
  poorSignal: 'In this stretch most of the signal is missing or stands still, so your state goes without it.',
}
const STRESS_WORDS: readonly string[] = ['at rest', 'stressed', 'amused', 'deeply calm']
const ACTIVITY_WORDS: readonly string[] = ['Lying', 'Sitting', 'Standing', 'Walking', 'Upstairs', 'Downstairs', 'Running']
/** So many means of the heart rate are drawn at most. */
const HEART_RATE_BINS = 400
const PLOT_HEIGHT_PX = 220
const MS_PER_SECOND = 1000
const MS_PER_MINUTE = 60_000
/** Ready-made stretches, each counted back from the end. */
const PRESETS_MS: Readonly<Record<WindowModelId, readonly number[]>> = {
  stress: [2 * MS_PER_MINUTE, 5 * MS_PER_MINUTE, 15 * MS_PER_MINUTE],
  activity: [10_000, 30_000, 2 * MS_PER_MINUTE],
}
/** How faint the least sure activity is drawn. */
const FAINTEST = 0.3

const stressOptions = (colors: PlotColors): PlotOptions => ({
  scales: { y: { range: [0, 100] }, bpm: { range: (_plot, low, high) => [Math.min(50, low - 5), Math.max(110, high + 5)] } },
  series: [
    {},
    { stroke: colors.signal, width: 2, fill: `${colors.signal}26`, points: { show: false } },
    { scale: 'bpm', stroke: colors.second, width: 1.5, points: { show: false } },
  ],
  axes: [
    { size: 44, splits: () => [0, 25, 50, 75, 100], values: (_plot, splits) => splits.map((percent) => `${percent} %`) },
    { scale: 'bpm', side: 1, size: 40, grid: { show: false } },
  ],
})

/** Lanes like those of a piano roll: one an activity, a bar where it was the likeliest. */
const activityOptions = (estimates: readonly Estimate[], colors: PlotColors): PlotOptions => {
  const halfStepSec = stepSec(estimates) / 2
  const drawLanes = (plot: uPlot) => {
    const context = plot.ctx
    context.save()
    context.fillStyle = colors.signal
    for (const estimate of estimates) {
      const score = Math.max(...estimate.scores)
      const lane = estimate.scores.indexOf(score)
      // Whole pixels: neighbours would show a seam otherwise.
      const left = Math.round(plot.valToPos(middleSec(estimate) - halfStepSec, 'x', true))
      const right = Math.round(plot.valToPos(middleSec(estimate) + halfStepSec, 'x', true))
      const top = plot.valToPos(lane + 0.34, 'y', true)
      const bottom = plot.valToPos(lane - 0.34, 'y', true)
      context.globalAlpha = FAINTEST + (1 - FAINTEST) * score
      context.fillRect(left, top, Math.max(right - left, devicePixelRatio), bottom - top)
    }
    context.restore()
  }
  return {
    scales: { y: { range: [-0.6, activityLabels.length - 0.4] } },
    series: [{}, { show: true, stroke: 'transparent', points: { show: false } }],
    axes: [
      {
        size: 86,
        splits: () => ACTIVITY_WORDS.map((_, lane) => lane),
        values: (_plot, lanes) => lanes.map((lane) => ACTIVITY_WORDS[lane] ?? ''),
      },
    ],
    hooks: { draw: [drawLanes] },
  }
}

const dataOf = (modelId: WindowModelId, estimates: readonly Estimate[], heartRate: ChannelSeries | undefined): uPlot.AlignedData => {
  if (modelId === 'activity') {
    return [estimates.map(middleSec), estimates.map(({ scores }) => scores.indexOf(Math.max(...scores)))]
  }
  const stress = scoreLine(estimates, stressLabels.indexOf('stress'))
  return uPlot.join([stress, heartRate === undefined ? [[], []] : meanLine(heartRate, HEART_RATE_BINS)])
}

/** A recording that was read: the model's word over time, the stretch that stands for now, and how good the signal is. */
export const RecordingView = ({ modelId, read }: { readonly modelId: WindowModelId; readonly read: ReadRecording }) => {
  const { chooseNow } = useStudioActions()
  const { recording, quality, estimates, heartRate, now, notice, scaledBy, reading, abstention } = read
  const data = useMemo(() => dataOf(modelId, estimates, heartRate), [modelId, estimates, heartRate])
  const optionsOf = useCallback(
    (colors: PlotColors) => (modelId === 'stress' ? stressOptions(colors) : activityOptions(estimates, colors)),
    [modelId, estimates],
  )
  const labels = modelId === 'stress' ? STRESS_WORDS : ACTIVITY_WORDS.map((word) => word.toLowerCase())
  const shares = labelShares(estimates, labels)
  const shareWords = shares.map(({ label, share }) => `${label} ${Math.round(share * 100)} %`).join(', ')
  const startMs = recording.startMs
  const endMs = estimates.at(-1)?.endMs ?? recording.endMs
  const lengthMs = endMs - startMs
  const nowWords = `${clockWords(now.startMs)} to ${clockWords(now.endMs)}`
  const verb = modelId === 'stress' ? 'looks' : 'moves like'

  return (
    <div className={styles.view}>
      <p className={styles.fileLine}>
        <strong>{recording.sourceName}</strong>
        <span>{recording.fileName}</span>
        <span className="numbers">{lengthWords(recording.endMs - recording.startMs)}</span>
      </p>
      <RecordingSource modelId={modelId} read={read} />
      {notice !== undefined && <Note>{notice}</Note>}
      {abstention !== undefined && <Note>{ABSTENTION_WORDS[abstention]}</Note>}
      {recording.notes.map(({ message }) => (
        <Note key={message}>{message}</Note>
      ))}
      <figure className={styles.figure}>
        <figcaption className={styles.legend}>
          {modelId === 'stress' ? (
            <>
              <span className={styles.legendMark} style={{ '--mark': 'var(--signal-wearable)' }}>
                Stress, in % likely
              </span>
              {heartRate !== undefined && (
                <span className={styles.legendMark} style={{ '--mark': 'var(--hairline-strong)' }}>
                  Heart rate, beats a minute
                </span>
              )}
            </>
          ) : (
            <span className={styles.legendMark} style={{ '--mark': 'var(--signal-motion)' }}>
              Likeliest activity; fainter is less sure
            </span>
          )}
          <span className={styles.legendMark} style={{ '--mark': 'var(--accent)' }}>
            Stands for now
          </span>
        </figcaption>
        <TimePlot
          data={data}
          heightPx={PLOT_HEIGHT_PX}
          signalVariable={modelId === 'stress' ? '--signal-wearable' : '--signal-motion'}
          optionsOf={optionsOf}
          now={now}
          onChooseNow={(chosen) => chooseNow(modelId, chosen)}
          description={`${modelId === 'stress' ? 'Stress' : 'Activity'} from ${clockWords(startMs)} to ${clockWords(endMs)}. Most of the time the signal ${verb} ${shareWords}.`}
        />
      </figure>
      <div className={styles.nowPicker} role="group" aria-label="Which stretch stands for now">
        <p>
          <span className="print">Now</span> <span className="numbers">{nowWords}</span>{' '}
          <span className={styles.soft}>({lengthWords(now.endMs - now.startMs)})</span>
        </p>
        <RangePair
          min={0}
          max={Math.round(lengthMs / MS_PER_SECOND)}
          step={1}
          value={[Math.round((now.startMs - startMs) / MS_PER_SECOND), Math.round((now.endMs - startMs) / MS_PER_SECOND)]}
          labels={['Beginning of now', 'End of now']}
          wordOf={(seconds) => clockWords(startMs + seconds * MS_PER_SECOND)}
          onChange={([from, to]) => chooseNow(modelId, { startMs: startMs + from * MS_PER_SECOND, endMs: startMs + to * MS_PER_SECOND })}
        />
        <div className={styles.presets}>
          {PRESETS_MS[modelId]
            .filter((presetMs) => presetMs < lengthMs)
            .map((presetMs) => (
              <Chip
                key={presetMs}
                isPressed={now.endMs === endMs && now.startMs === endMs - presetMs}
                onPress={() => chooseNow(modelId, { startMs: endMs - presetMs, endMs })}
              >
                Last {lengthWords(presetMs)}
              </Chip>
            ))}
          <Chip isPressed={now.startMs === startMs && now.endMs === endMs} onPress={() => chooseNow(modelId, { startMs, endMs })}>
            All of it
          </Chip>
        </div>
      </div>
      <p className={styles.soft}>
        Over the whole recording the signal {verb}: {shareWords}.
      </p>
      {modelId === 'stress' && abstention === undefined && (
        <p className={styles.soft}>
          Arousal now: <span className="numbers">{Math.round(100 * arousalOf(reading.scores))} of 100</span>
        </p>
      )}
      {modelId === 'stress' && <BaselinePanel scaledBy={scaledBy} now={now} />}
      <QualityStrip quality={quality} notes={recording.notes} startMs={recording.startMs} endMs={recording.endMs} />
    </div>
  )
}
