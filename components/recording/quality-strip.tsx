import type { SignalQuality } from '@/lib/core/signal/assess-quality'
import type { Channel } from '@/lib/core/signal/recording'

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

/** How good each signal is over time: whole where it was measured, broken where it was silent or stood still. */
export const QualityStrip = ({
  quality,
  startMs,
  endMs,
}: {
  readonly quality: SignalQuality
  readonly startMs: number
  readonly endMs: number
}) => {
  const share = (timestampMs: number) => `${((timestampMs - startMs) / Math.max(1, endMs - startMs)) * 100}%`
  const rows = quality.channels.flatMap((channel) => {
    const word = channelWords[channel.channel]
    return word === undefined ? [] : [{ ...channel, word }]
  })
  return (
    <div>
      <h4 className="print">Signal</h4>
      <ul className={styles.quality}>
        {rows.map(({ channel, word, coveredShare, gaps, flatStretches }) => (
          <li key={channel}>
            <span>{word}</span>
            <span className={styles.qualityTrack} aria-hidden="true">
              {flatStretches.map((stretch) => (
                <span
                  key={`flat ${stretch.startMs}`}
                  className={styles.flat}
                  style={{ left: share(stretch.startMs), right: `calc(100% - ${share(stretch.endMs)})` }}
                />
              ))}
              {gaps.map((stretch) => (
                <span
                  key={`gap ${stretch.startMs}`}
                  className={styles.gap}
                  style={{ left: share(stretch.startMs), right: `calc(100% - ${share(stretch.endMs)})` }}
                />
              ))}
            </span>
            <span className="numbers">
              {Math.round(coveredShare * 100)} %<span className="visually-hidden"> measured</span>
              {flatStretches.length > 0 && <span className="visually-hidden">, stands still {flatStretches.length} times</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
