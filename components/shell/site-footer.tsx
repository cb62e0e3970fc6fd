import Link from 'next/link'

import styles from './shell.module.css'

/** What holds on every page: privacy, terms, and that this is no medical device. */
export const SiteFooter = () => (
  <footer className={styles.footer}>
    <div className={`page ${styles.footerRow}`}>
      <p>
        Pictures, samples and health exports are read in this browser and never sent. A playlist request carries the state and the goal as
        128 numbers each, and your wishes; a paired phone sends estimates that only your studio can read.
      </p>
      <p>
        The code is MIT. <Link href="/models#terms">Models and song index have terms of their own</Link>. Attune reads signals, not people,
        and is not a medical device.
      </p>
    </div>
  </footer>
)
