import type { SignalQuality, Stretch } from '@/lib/core/signal/assess-quality'
import { channelWords } from '@/lib/core/signal/channel-words'
import type { RecordingNote } from '@/lib/core/signal/recording'

import styles from './recording.module.css'

/** Of a long recording so many stretches of a kind are drawn, the longest: more are finer than a screen. */
const SHOWN_STRETCH_COUNT = 300

const shownOf = (stretches: readonly Stretch[], view: Stretch): readonly Stretch[] => {
  const seen = stretches.filter(({ startMs, endMs }) => endMs > view.startMs && startMs < view.endMs)
  return seen.length <= SHOWN_STRETCH_COUNT
    ? seen
    : seen.toSorted((one, other) => other.endMs - other.startMs - (one.endMs - one.startMs)).slice(0, SHOWN_STRETCH_COUNT)
}

type QualityStripProps = {
  readonly quality: SignalQuality
  readonly notes: readonly RecordingNote[]
  /** The stretch that is seen. */
  readonly view: Stretch
}

/** How good each signal is over time: whole where it was measured, broken where it was silent, stood still or at its limit; marked where the clock was set. */
export const QualityStrip = ({ quality, notes, view }: QualityStripProps) => {
  const viewMs = Math.max(1, view.endMs - view.startMs)
  const share = (timestampMs: number) => `${((Math.min(view.endMs, Math.max(view.startMs, timestampMs)) - view.startMs) / viewMs) * 100}%`
  const clockMarksMs = notes.flatMap(({ kind, atMs }) =>
    kind === 'clock' && atMs !== undefined && atMs >= view.startMs && atMs <= view.endMs ? [atMs] : [],
  )
  const legend = [
    { kind: 'gap', words: 'Not measured', isThere: quality.channels.some(({ gaps }) => gaps.length > 0) },
    { kind: 'flat', words: 'Stands still', isThere: quality.channels.some(({ flatStretches }) => flatStretches.length > 0) },
    { kind: 'saturated', words: 'At its limit', isThere: quality.channels.some(({ saturatedStretches }) => saturatedStretches.length > 0) },
    { kind: 'clockMark', words: 'Clock was set', isThere: clockMarksMs.length > 0 },
  ].filter(({ isThere }) => isThere)
  const rows = quality.channels.flatMap((channel) => {
    const word = channelWords[channel.channel]
    return word === undefined ? [] : [{ ...channel, word: word.charAt(0).toUpperCase() + word.slice(1) }]
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
                shownOf(stretches, view).map((stretch) => (
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
