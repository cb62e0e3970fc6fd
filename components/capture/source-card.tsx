import type { ReactNode } from 'react'

import { CloseIcon } from '@/components/ui/icons'

import styles from './capture.module.css'

/** Which lamp a card has. */
export type SignalName = 'expression' | 'wearable' | 'motion' | 'word'

/** CSS colour of an input. */
export const signalColor = (signal: SignalName): string => `var(--signal-${signal})`

type SourceCardProps = {
  readonly signal: SignalName
  readonly title: string
  readonly icon: ReactNode
  /** One word printed beside the lamp: Off, Live, Read ... */
  readonly status: string
  readonly isLit: boolean
  /** Takes the whole row: it has something to show. */
  readonly isWide: boolean
  /** Present where there is something to remove. */
  readonly onRemove?: (() => void) | undefined
  readonly removeLabel?: string
  readonly children: ReactNode
}

/** One input of the studio: its lamp, its name, what it reads. */
export const SourceCard = ({ signal, title, icon, status, isLit, isWide, onRemove, removeLabel, children }: SourceCardProps) => {
  const titleId = `source-${title.toLowerCase().replaceAll(' ', '-')}`
  return (
    <section
      className={styles.card}
      data-wide={isWide}
      data-lit={isLit}
      style={{ '--signal': signalColor(signal) }}
      aria-labelledby={titleId}
    >
      <header className={styles.cardHead}>
        <span className={styles.cardIcon}>{icon}</span>
        <h3 id={titleId} className={styles.cardTitle}>
          {title}
        </h3>
        <span className={styles.cardStatus}>
          <span className={styles.lamp} aria-hidden="true" />
          <span className="print">{status}</span>
        </span>
        {onRemove !== undefined && (
          <button type="button" className={styles.removeButton} onClick={onRemove}>
            <CloseIcon />
            <span className="visually-hidden">{removeLabel ?? `Remove ${title.toLowerCase()}`}</span>
          </button>
        )}
      </header>
      <div className={styles.cardBody}>{children}</div>
    </section>
  )
}
