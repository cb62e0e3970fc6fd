'use client'

import { Button } from '@radix-ui/themes/components/button'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import { Note } from '@/components/ui/note'
import { SpotifyIcon, SpotifyLogo } from '@/components/ui/spotify-logo'
import type { Account, SignInProblem, WishedPower } from '@/lib/contracts/account-api'

import { AccountCard } from './account-card'
import { connectSpotify, disconnectSpotify, readAccountAgain, signOut, useAccount } from './account-store'
import { consentWarning, dayWords } from './account-words'
import styles from './account.module.css'
import { LibraryStanding } from './library-standing'
import { signInProblemWords } from './sign-in-problem-words'

/** The dialog comes with the first question. */
const ConfirmDialog = dynamic(async () => (await import('@/components/ui/confirm-dialog')).ConfirmDialog, { ssr: false })

const HERE = '/settings'

const statusWords: Readonly<Record<Account['state'], string>> = {
  'not-configured': 'Not set up',
  disconnected: 'Not connected',
  connected: 'Connected',
  expired: 'Connect again',
}

const isSignInProblem = (word: string | null): word is SignInProblem => word !== null && word in signInProblemWords

/** The connection with Spotify: why there is none, how to make one, what it allows, how to end it. */
export const ConnectionCard = () => {
  const { account, problem, isBusy } = useAccount()
  const refused = useSearchParams().get('problem')
  const signInProblem = isSignInProblem(refused) && account?.state !== 'connected' ? signInProblemWords[refused] : undefined
  return (
    <AccountCard
      title={<SpotifyLogo />}
      isLit={account?.state === 'connected'}
      {...(account === undefined ? {} : { status: statusWords[account.state] })}
    >
      {signInProblem !== undefined && <ProblemNote problem={signInProblem} />}
      {problem !== undefined && (
        <ProblemNote problem={problem}>
          <Button size="2" variant="surface" disabled={isBusy} onClick={() => void readAccountAgain()}>
            Try again
          </Button>
          {problem.code === 'FORBIDDEN' && (
            <Button size="2" variant="surface" disabled={isBusy} onClick={() => void signOut()}>
              Sign out of this browser
            </Button>
          )}
        </ProblemNote>
      )}
      {account === undefined && problem === undefined && <div className={styles.bone} aria-hidden="true" />}
      {account?.state === 'not-configured' && <NotConfigured missing={account.missing} />}
      {account?.state === 'disconnected' && <Disconnected publicUrl={account.publicUrl} isBusy={isBusy} />}
      {(account?.state === 'connected' || account?.state === 'expired') && <Connected account={account} isBusy={isBusy} />}
    </AccountCard>
  )
}

const NotConfigured = ({ missing }: { readonly missing: readonly string[] }) => (
  <>
    <p>
      This Attune cannot save to Spotify, because {missing.join(' and ')} {missing.length === 1 ? 'is' : 'are'} not set on its server.
      Everything else works, and playlists can be exported as files.
    </p>
    <p>
      <Link href="/setup">How to set up Spotify</Link>
    </p>
  </>
)

const Disconnected = ({ publicUrl, isBusy }: { readonly publicUrl: string; readonly isBusy: boolean }) => (
  <>
    <p>Connect Spotify to save playlists there, cover and reasons included, and to find your playlists again in another browser.</p>
    <p className={styles.soft}>
      Attune asks Spotify for permission to make and change playlists, to set their covers, and to read the names of your playlists, so that
      a save that was cut off is found again instead of made twice. Playlists that were made in this browser join your account.
    </p>
    {location.origin === publicUrl ? (
      <Button size="3" disabled={isBusy} onClick={() => void connectSpotify([], HERE)}>
        <SpotifyIcon /> {isBusy ? 'Going to Spotify' : 'Connect Spotify'}
      </Button>
    ) : (
      <Note>
        Spotify sends people back to {publicUrl} alone. <a href={`${publicUrl}${HERE}`}>Open Attune there</a> to connect.
      </Note>
    )}
  </>
)

const powerWords: Readonly<Record<WishedPower, { readonly title: string; readonly detail: string }>> = {
  library: {
    title: 'Know familiar songs from new ones',
    detail: 'Reads the songs you saved and the ones you play most. Only their ids are kept, and only to tell familiar from new.',
  },
  player: {
    title: 'Play on your devices',
    detail: 'Starts a playlist on one of your devices and adds songs to the queue. Needs Spotify Premium.',
  },
}

const Connected = ({ account, isBusy }: { readonly account: Extract<Account, { powers: unknown }>; readonly isBusy: boolean }) => {
  const [isAsking, setIsAsking] = useState(false)
  const [nowMs] = useState(() => Date.now())
  const warning = account.state === 'connected' ? consentWarning(account.consentEndsAtMs, nowMs) : undefined
  return (
    <>
      {account.state === 'expired' && (
        <ProblemNote
          problem={{
            code: 'SPOTIFY_RECONNECT',
            message: 'Spotify no longer accepts this connection: it was withdrawn there, or six months are over. Nothing of yours is lost.',
          }}
        />
      )}
      <p>
        Connected as <strong>{account.name}</strong> since {dayWords(account.connectedAtMs)}
        {account.state === 'connected' && `; Spotify asks for your consent again by ${dayWords(account.consentEndsAtMs)}`}.
      </p>
      {warning !== undefined && <Note>{warning}</Note>}
      {(account.state === 'expired' || warning !== undefined) && (
        <Button size="3" disabled={isBusy} onClick={() => void connectSpotify([], HERE)}>
          <SpotifyIcon /> Connect again
        </Button>
      )}
      {account.state === 'connected' && (
        <ul className={styles.powers}>
          {(['library', 'player'] as const).map((power) => (
            <li key={power}>
              <div>
                <p className={styles.powerTitle}>{powerWords[power].title}</p>
                <p className={styles.soft}>{powerWords[power].detail}</p>
              </div>
              {account.powers.includes(power) ? (
                <span className="print">Allowed</span>
              ) : (
                <Button
                  size="2"
                  variant="surface"
                  disabled={isBusy}
                  aria-label={`Allow: ${powerWords[power].title}`}
                  onClick={() => void connectSpotify([power], `${HERE}?allowed=${power}`)}
                >
                  Allow
                </Button>
              )}
              {power === 'library' && account.powers.includes(power) && <LibraryStanding />}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <Button size="2" variant="surface" disabled={isBusy} onClick={() => void signOut()}>
          Sign out of this browser
        </Button>
        <Button size="2" variant="surface" disabled={isBusy} onClick={() => setIsAsking(true)}>
          Disconnect Spotify
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title="Disconnect Spotify?"
          confirmWords="Disconnect"
          cancelWords="Stay connected"
          onConfirm={() => void disconnectSpotify()}
          onCancel={() => setIsAsking(false)}
        >
          Attune deletes the connection as {account.name}, its keys, what it read of your library, and its record of saves, in every
          browser. Saves that are still under way stop. Playlists in Spotify and in Attune’s library stay.
        </ConfirmDialog>
      )}
    </>
  )
}
