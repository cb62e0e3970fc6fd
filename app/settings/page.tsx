import type { Metadata } from 'next'
import { Suspense } from 'react'

import { ConnectionCard } from '@/components/account/connection-card'
import { OperatorCard } from '@/components/account/operator-card'
import { SettingsCards } from '@/components/account/settings-cards'
import { StoredCard } from '@/components/account/stored-card'
import { PageHead } from '@/components/ui/page-head'

export const metadata: Metadata = { title: 'Settings' }

/** The connection with Spotify, and what is stored. */
export default function SettingsPage() {
  return (
    <div className="page">
      <PageHead title="Settings">Your connection with Spotify, and what this server keeps about you.</PageHead>
      <SettingsCards>
        <Suspense>
          <ConnectionCard />
        </Suspense>
        <StoredCard />
        <OperatorCard />
      </SettingsCards>
    </div>
  )
}
