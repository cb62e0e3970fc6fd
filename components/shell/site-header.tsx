import Link from 'next/link'

import { BrandMark } from './brand-mark'
import { NavLink } from './nav-link'
import { SettingsLink } from './settings-link'
import styles from './shell.module.css'
import { ThemeToggle } from './theme-toggle'

/** The bar on top of every page. */
export const SiteHeader = () => (
  <header className={styles.header}>
    <div className={`page ${styles.headerRow}`}>
      <Link href="/" className={styles.brand}>
        <BrandMark />
        <span>Attune</span>
      </Link>
      <nav aria-label="Pages" className={styles.nav}>
        <NavLink href="/">Studio</NavLink>
        <NavLink href="/library">Library</NavLink>
        <NavLink href="/map">Map</NavLink>
        <NavLink href="/models">Models</NavLink>
      </nav>
      <SettingsLink />
      <ThemeToggle />
    </div>
  </header>
)
