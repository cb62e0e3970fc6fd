import type { SignalQuality, Stretch } from '@/lib/core/signal/assess-quality'
import type { Channel, RecordingNote } from '@/lib/core/signal/recording'

import styles from './recording.module.css'

/** One channel of a sensor stands for all of them: they come together or not at all. */
const channelWords: Readonly<Partial<Record<Channel, string>>> = {
  bvp: 'Pulse wave',
  heartRate: 'Heart rate',
  rrInterval: 'Beat intervals',
  eda: 'Skin conductance',
  skinTemp: 'Skin temperature',
  accX: 'Acceleration',
  gyroX: 'Rotation',
}

/** Of a long recording so many stretches of a kind are drawn, the longest: more are finer than a screen. */
const SHOWN_STRETCH_COUNT = 300

const shown = (stretches: readonly Stretch[]): readonly Stretch[] =>
  stretches.length <= SHOWN_STRETCH_COUNT
    ? stretches
    : stretches.toSorted((one, other) => other.endMs - other.startMs - (one.endMs - one.startMs)).slice(0, SHOWN_STRETCH_COUNT)

type QualityStripProps = {
  readonly quality: SignalQuality
  readonly notes: readonly RecordingNote[]
  readonly startMs: number
  readonly endMs: number
}

/** How good each signal is over time: whole where it was measured, broken where it was silent, stood still or at its limit; marked where the clock was set. */
export const QualityStrip = ({ quality, notes, startMs, endMs }: QualityStripProps) => {
  const share = (timestampMs: number) => `${((timestampMs - startMs) / Math.max(1, endMs - startMs)) * 100}%`
  const clockMarksMs = notes.flatMap(({ kind, atMs }) => (kind === 'clock' && atMs !== undefined ? [atMs] : []))
  const legend = [
    { kind: 'gap', words: 'Not measured', isThere: quality.channels.some(({ gaps }) => gaps.length > 0) },
    { kind: 'flat', words: 'Stands still', isThere: quality.channels.some(({ flatStretches }) => flatStretches.length > 0) },
    { kind: 'saturated', words: 'At its limit', isThere: quality.channels.some(({ saturatedStretches }) => saturatedStretches.length > 0) },
    { kind: 'clockMark', words: 'Clock was set', isThere: clockMarksMs.length > 0 },
  ].filter(({ isThere }) => isThere)
  const rows = quality.channels.flatMap((channel) => {
    const word = channelWords[channel.channel]
    return word === undefined ? [] : [{ ...channel, word }]
  })
  return (
    <div>
      <h4 className="print">Signal</h4>
      <ul className={styles.quality}>
        {rows.map(({ channel, word, coveredShare, gaps, flatStretches, saturatedStretches, saturatedShare }) => (
          <li key={channel}>
            <span>{word}</span>
            <span className={styles.qualityTrack} aria-hidden="true">
              {[
                { kind: 'flat', stretches: flatStretches },
                { kind: 'saturated', stretches: saturatedStretches },
                { kind: 'gap', stretches: gaps },
              ].flatMap(({ kind, stretches }) =>
                shown(stretches).map((stretch) => (
                  <span
                    key={`${kind} ${stretch.startMs}`}
                    className={styles[kind]}
                    style={{ left: share(stretch.startMs), right: `calc(100% - ${share(stretch.endMs)})` }}
                  />
                )),
              )}
              {clockMarksMs.map((atMs) => (
                <span key={`clock ${atMs}`} className={styles.clockMark} style={{ left: share(atMs) }} />
              ))}
            </span>
            <span className="numbers">
              {Math.round(coveredShare * 100)} %<span className="visually-hidden"> measured</span>
              <span className="visually-hidden">
                {flatStretches.length > 0 && `, stands still ${flatStretches.length} times`}
                {saturatedStretches.length > 0 && `, at its limit ${Math.max(1, Math.round(saturatedShare * 100))} % of the time`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {legend.length > 0 && (
        <p className={styles.qualityLegend}>
          {legend.map(({ kind, words }) => (
            <span key={kind}>
              <span className={styles.qualityKey} aria-hidden="true">
                <span className={styles[kind]} />
              </span>
              {words}
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
