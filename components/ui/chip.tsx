import type { ReactNode } from 'react'

import styles from './ui.module.css'

/** A word to tap; it stays pressed until it is tapped again. */
export const Chip = ({ isPressed, onPress, children }: { readonly isPressed: boolean; onPress(): void; readonly children: ReactNode }) => (
  <button type="button" className={styles.chip} aria-pressed={isPressed} onClick={onPress}>
    {children}
  </button>
)
