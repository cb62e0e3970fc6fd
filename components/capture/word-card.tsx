'use client'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { Chip } from '@/components/ui/chip'
import { WordIcon } from '@/components/ui/icons'
import { activityWords } from '@/lib/core/state/describe-user-state'
import { activityLabels, moodWords } from '@/lib/core/state/labels'

import styles from './capture.module.css'
import { SourceCard } from './source-card'

const capitalise = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The listener's own word: a mood and an activity, one tap each. */
export const WordCard = () => {
  const ownWord = useStudio((state) => state.ownWord)
  const { sayOwnWord, removeOwnWord } = useStudioActions()
  const isSaid = ownWord.mood !== undefined || ownWord.activity !== undefined
  return (
    <SourceCard
      signal="word"
      title="My own word"
      icon={<WordIcon />}
      status={isSaid ? 'Said' : 'Nothing said'}
      isLit={isSaid}
      isWide
      onRemove={isSaid ? removeOwnWord : undefined}
      removeLabel="Take my own word back"
    >
      <p className={styles.hint}>Outranks every sensor, and needs none. One tap is enough for a playlist.</p>
      <div className={styles.wordGroups}>
        <div role="group" aria-labelledby="word-mood">
          <p id="word-mood" className="print">
            I feel
          </p>
          <div className={styles.chips}>
            {moodWords.map((mood) => (
              <Chip key={mood} isPressed={ownWord.mood === mood} onPress={() => sayOwnWord({ mood })}>
                {capitalise(mood)}
              </Chip>
            ))}
          </div>
        </div>
        <div role="group" aria-labelledby="word-activity">
          <p id="word-activity" className="print">
            I am
          </p>
          <div className={styles.chips}>
            {activityLabels.map((activity) => (
              <Chip key={activity} isPressed={ownWord.activity === activity} onPress={() => sayOwnWord({ activity })}>
                {capitalise(activityWords[activity])}
              </Chip>
            ))}
          </div>
        </div>
      </div>
    </SourceCard>
  )
}
