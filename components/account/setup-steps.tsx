'use client'

import { useEffect, useState } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import type { SetupFacts } from '@/lib/contracts/account-api'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import { AccountCard } from './account-card'
import { accountClient } from './account-store'
import styles from './account.module.css'
import { CopyField } from './copy-field'

/** What the operator does in Spotify's dashboard and on the server, in order. */
export const SetupSteps = () => {
  const [facts, setFacts] = useState<SetupFacts>()
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    accountClient.readSetup().then(setFacts, (error: unknown) => setProblem(toProblem(error)))
  }, [])
  const isReady = facts?.missing.length === 0
  return (
    <AccountCard
      title="Five steps"
      isLit={isReady}
      {...(facts === undefined ? {} : { status: isReady ? 'Keys are set' : 'Keys are missing' })}
    >
      {problem !== undefined && <ProblemNote problem={problem} />}
      <ol className={styles.steps}>
        <li>
          <p>
            Open{' '}
            <a href="https://developer.spotify.com/dashboard" target="_blank" rel="noopener noreferrer">
              Spotify’s dashboard
            </a>{' '}
            with an account that has Premium, and choose <strong>Create app</strong>. Name and description are yours to choose.
          </p>
        </li>
        <li>
          <p>
            Give it this <strong>Redirect URI</strong>, letter for letter, and tick <strong>Web API</strong>. Spotify takes https addresses
            and http://127.0.0.1, but not localhost.
          </p>
          <CopyField label="Redirect URI" value={facts?.redirectUri ?? ''} />
        </li>
        <li>
          <p>
            Under <strong>User Management</strong>, add the name and the e-mail address of everybody who may save playlists: five people at
            most, with the addresses of their Spotify accounts.
          </p>
        </li>
        <li>
          <p>
            Copy <strong>Client ID</strong> and <strong>Client secret</strong> from the app’s settings into a file <code>.env.local</code>{' '}
            beside <code>package.json</code>:
          </p>
          <pre className={styles.code}>{'SPOTIFY_CLIENT_ID=...\nSPOTIFY_CLIENT_SECRET=...'}</pre>
          <p className={styles.soft}>
            Behind HTTPS, add the address that people open: <code>NEXTAUTH_URL=https://attune.example</code>
          </p>
        </li>
        <li>
          <p>Start Attune again, then check here.</p>
        </li>
      </ol>
    </AccountCard>
  )
}
