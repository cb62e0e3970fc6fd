import { channelNames, type Channel, type Recording } from './recording'

/** How a signal is called; one channel of a sensor stands for all of them: they come together or not at all. */
export const channelWords: Readonly<Partial<Record<Channel, string>>> = {
  bvp: 'pulse wave',
  heartRate: 'heart rate',
  rrInterval: 'beat intervals',
  eda: 'skin conductance',
  skinTemp: 'skin temperature',
  accX: 'acceleration',
  gyroX: 'rotation',
}

const UNITS: readonly { readonly word: string; readonly ms: number }[] = [
  { word: 'day', ms: 86_400_000 },
  { word: 'hour', ms: 3_600_000 },
  { word: 'minute', ms: 60_000 },
]

/** The signals of a recording, and how often each has a value where that is seldom: 'heart rate (a value in 5 minutes)'. */
export function signalWords({ series }: Recording, stepMsOf: (timestampsMs: Float64Array) => number): string {
  return channelNames
    .flatMap((channel) => {
      const [word, own] = [channelWords[channel], series[channel]]
      if (word === undefined || own === undefined) return []
      const stepMs = stepMsOf(own.timestampsMs)
      const unit = UNITS.find(({ ms }) => stepMs >= ms && Number.isFinite(stepMs))
      if (unit === undefined) return [word]
      const count = Math.round(stepMs / unit.ms)
      return [`${word} (a value in ${count === 1 ? `a ${unit.word}`.replace('a hour', 'an hour') : `${count} ${unit.word}s`})`]
    })
    .join(', ')
}
