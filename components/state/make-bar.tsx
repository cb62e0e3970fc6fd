'use client'

import { Button } from '@radix-ui/themes/components/button'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { isEmptyUserState } from '@/lib/stores/derive-user-state'

import { GoalDial } from './goal-dial'
import styles from './state.module.css'

/** The goal and the one large button; on a phone it stays at hand at the foot of the screen. */
export const MakeBar = () => {
  const isEmpty = useStudio((state) => isEmptyUserState(state.userState))
  const isMaking = useStudio((state) => state.playlist.phase === 'making')
  const { makePlaylist } = useStudioActions()
  return (
    <div className={styles.makeBar} data-sticky={!isEmpty}>
      <GoalDial />
      <Button
        size="4"
        className={styles.makeButton}
        loading={isMaking}
        aria-disabled={isEmpty}
        data-waiting={isEmpty}
        aria-describedby={isEmpty ? 'make-needs' : undefined}
        onClick={() => {
          if (!isEmpty) void makePlaylist()
        }}
      >
        Make my playlist
      </Button>
      {isEmpty && (
        <p id="make-needs" className={styles.makeNeeds}>
          Needs one input: a face, a wearable, a motion recording, or just your own word.
        </p>
      )}
    </div>
  )
}
