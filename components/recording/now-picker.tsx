import { Chip } from '@/components/ui/chip'
import { RangePair } from '@/components/ui/range-pair'
import type { Stretch } from '@/lib/core/signal/assess-quality'
import type { WindowModelId } from '@/lib/inference/inference'

import styles from './recording.module.css'
import { clockWords, lengthWords, stretchWords } from './time-words'

type NowPickerProps = {
  readonly modelId: WindowModelId
  readonly now: Stretch
  readonly whole: Stretch
  /** Where the last estimate ends. */
  readonly endMs: number
  onPick(picked: Stretch): void
}

const MS_PER_SECOND = 1000
const MS_PER_MINUTE = 60_000
/** Ready-made stretches, each counted back from the end. */
const PRESETS_MS: Readonly<Record<WindowModelId, readonly number[]>> = {
  stress: [2 * MS_PER_MINUTE, 5 * MS_PER_MINUTE, 15 * MS_PER_MINUTE],
  activity: [10_000, 30_000, 2 * MS_PER_MINUTE],
}

/** Which stretch stands for now: its two ends, and ready-made ones. */
export const NowPicker = ({ modelId, now, whole, endMs, onPick }: NowPickerProps) => {
  const { startMs } = whole
  const lengthMs = endMs - startMs
  const secondsIn = (timestampMs: number) => Math.round((timestampMs - startMs) / MS_PER_SECOND)
  return (
    <div className={styles.nowPicker} role="group" aria-label="Which stretch stands for now">
      <p role="status">
        <span className="print">Now</span> <span className="numbers">{stretchWords(now)}</span>{' '}
        <span className={styles.soft}>({lengthWords(now.endMs - now.startMs)})</span>
      </p>
      <RangePair
        min={0}
        max={secondsIn(whole.endMs)}
        step={1}
        value={[secondsIn(now.startMs), secondsIn(now.endMs)]}
        labels={['Beginning of now', 'End of now']}
        wordOf={(seconds) => clockWords(startMs + seconds * MS_PER_SECOND)}
        onChange={([from, to]) => onPick({ startMs: startMs + from * MS_PER_SECOND, endMs: startMs + to * MS_PER_SECOND })}
      />
      <div className={styles.presets}>
        {PRESETS_MS[modelId]
          .filter((presetMs) => presetMs < lengthMs)
          .map((presetMs) => (
            <Chip
              key={presetMs}
              isPressed={now.endMs === endMs && now.startMs === endMs - presetMs}
              onPress={() => onPick({ startMs: endMs - presetMs, endMs })}
            >
              Last {lengthWords(presetMs)}
            </Chip>
          ))}
        <Chip isPressed={now.startMs === startMs && now.endMs === endMs} onPress={() => onPick({ startMs, endMs })}>
          All of it
        </Chip>
      </div>
    </div>
  )
}
