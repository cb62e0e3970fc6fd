'use client'

import { Button } from '@radix-ui/themes/components/button'

import { useStudioActions } from '@/components/studio/studio-context'
import type { UnknowableFilter } from '@/lib/core/songs/wishes'

import { leftOutWords } from './wish-words'
import styles from './wishes.module.css'

/** Says how many songs the wishes leave out only because a value is unknown, and lets them in with one tap. */
export const LeftOut = ({ leftOut }: { readonly leftOut: readonly { readonly wish: UnknowableFilter; readonly songCount: number }[] }) => {
  const { includeUnknown } = useStudioActions()
  return (
    <ul className={styles.leftOut} aria-label="Left out because a value is unknown">
      {leftOut.map((entry) => (
        <li key={entry.wish}>
          <span>{leftOutWords(entry)}</span>
          <Button size="1" variant="surface" onClick={() => void includeUnknown(entry.wish)}>
            Let them in
          </Button>
        </li>
      ))}
    </ul>
  )
}
