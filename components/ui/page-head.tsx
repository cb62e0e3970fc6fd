import type { ReactNode } from 'react'

import styles from './ui.module.css'

/** The top of a page that is not the studio: its title and what it is for. */
export const PageHead = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <header className={styles.pageHead}>
    <h1 className="headline">{title}</h1>
    {children !== undefined && <p>{children}</p>}
  </header>
)
