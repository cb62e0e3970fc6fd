import { signalColor, type SignalName } from '@/components/capture/source-card'
import type { Abstention } from '@/lib/core/state/abstain'
import { describeUserState } from '@/lib/core/state/describe-user-state'
import type { SensorReading, UserState } from '@/lib/core/state/user-state'

import { confidenceWords } from './confidence-words'
import styles from './state.module.css'

const capitalise = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const sureness = ({ confidence, sourceName }: SensorReading) =>
  `${sourceName}: ${confidenceWords(confidence)}, ${Math.round(confidence * 100)} %`

const ABSTENTION_WORDS: Readonly<Record<Abstention, string>> = {
  unsure: 'Your wearable is read, but too unsure to say',
  poorSignal: 'Your wearable is read, but its signal is too poor to say',
}

type Line = {
  readonly signal: SignalName
  readonly words: string | undefined
  readonly detail: string | undefined
  readonly missing: string
}

/** What each input says, in words about the signal; what is missing is named too. */
export const ReadingList = ({ userState, abstention }: { readonly userState: UserState; readonly abstention: Abstention | undefined }) => {
  const phrases = describeUserState(userState)
  const ownWords = [phrases.ownMood, phrases.ownActivity].filter((phrase) => phrase !== undefined).join(', ')
  const lines: readonly Line[] = [
    {
      signal: 'word',
      words: ownWords === '' ? undefined : ownWords,
      detail: 'Outranks what the models read.',
      missing: 'No word of your own',
    },
    {
      signal: 'expression',
      words: phrases.emotion,
      detail: userState.emotion && sureness(userState.emotion),
      missing: 'No face read',
    },
    {
      signal: 'wearable',
      words: phrases.stress,
      detail: userState.stress && sureness(userState.stress),
      missing: abstention === undefined ? 'No wearable read' : ABSTENTION_WORDS[abstention],
    },
    {
      signal: 'motion',
      words: phrases.activity,
      detail: userState.activity && sureness(userState.activity),
      missing: 'No motion read',
    },
  ]
  return (
    <ul className={styles.readings}>
      {lines.map(({ signal, words, detail, missing }) => (
        <li key={signal} data-missing={words === undefined} style={{ '--signal': signalColor(signal) }}>
          <span className={styles.readingLamp} aria-hidden="true" />
          <span>
            {words === undefined ? missing : capitalise(words)}
            {words !== undefined && <span className={styles.readingDetail}>{detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
