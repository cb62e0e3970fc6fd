import type { Metadata } from 'next'

import { RulesCard } from '@/components/account/rules-card'
import { SettingsCards } from '@/components/account/settings-cards'
import { SetupCheckCard } from '@/components/account/setup-check-card'
import { SetupSteps } from '@/components/account/setup-steps'
import { PageHead } from '@/components/ui/page-head'

export const metadata: Metadata = { title: 'Set up Spotify' }

/** For whoever runs this server: how it gets keys from Spotify, and what is wrong with them. */
export default function SetupPage() {
  return (
    <div className="page">
      <PageHead title="Set up Spotify">
        For whoever runs this Attune. It takes a minute; without it everything works but saving to Spotify.
      </PageHead>
      <SettingsCards>
        <SetupSteps />
        <SetupCheckCard />
        <RulesCard />
      </SettingsCards>
    </div>
  )
}
