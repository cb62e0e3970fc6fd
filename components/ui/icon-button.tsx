import type { ReactNode } from 'react'

import styles from './ui.module.css'

type IconButtonProps = {
  readonly label: string
  readonly isDisabled?: boolean
  onPress(): void
  /** An icon; the label is read to who cannot see it, and shown under the pointer. */
  readonly children: ReactNode
}

/** A square button with an icon in place of words. */
export const IconButton = ({ label, isDisabled = false, onPress, children }: IconButtonProps) => (
  <button type="button" className={styles.iconButton} title={label} aria-label={label} disabled={isDisabled} onClick={onPress}>
    {children}
  </button>
)
