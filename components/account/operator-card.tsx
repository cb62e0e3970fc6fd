import Link from 'next/link'

import { AccountCard } from './account-card'

/** The way to the page for whoever runs this server. */
export const OperatorCard = () => (
  <AccountCard title="Do you run this Attune?">
    <p>
      <Link href="/setup">Set up Spotify</Link>: what to create in its dashboard, and a check that says what is wrong.
    </p>
  </AccountCard>
)
