import { useId, type ReactNode } from 'react'

import styles from './account.module.css'

type AccountCardProps = {
  /** Words, or a logo that stands for them. */
  readonly title: ReactNode
  /** One or two words printed beside a lamp. */
  readonly status?: string
  readonly isLit?: boolean
  readonly children: ReactNode
}

/** One matter of the settings. */
export const AccountCard = ({ title, status, isLit = false, children }: AccountCardProps) => {
  const titleId = useId()
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header className={styles.cardHead}>
        <h2 id={titleId}>{title}</h2>
        {status !== undefined && (
          <span className={styles.cardStatus} data-lit={isLit}>
            <span className={styles.lamp} aria-hidden="true" />
            <span className="print">{status}</span>
          </span>
        )}
      </header>
      {children}
    </section>
  )
}
