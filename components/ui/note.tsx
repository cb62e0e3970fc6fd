import type { ReactNode } from 'react'

import styles from './ui.module.css'

/** A remark that is no error, beside what it is about. */
export const Note = ({ children }: { readonly children: ReactNode }) => <p className={styles.note}>{children}</p>
