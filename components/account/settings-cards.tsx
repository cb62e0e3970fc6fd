import type { ReactNode } from 'react'

import styles from './account.module.css'

/** The cards of the settings and of the set-up, one below the other. */
export const SettingsCards = ({ children }: { readonly children: ReactNode }) => <div className={styles.cards}>{children}</div>
