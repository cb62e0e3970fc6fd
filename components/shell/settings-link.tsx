'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

import { useAccount } from '@/components/account/account-store'
import { SettingsIcon } from '@/components/ui/icons'

import styles from './shell.module.css'

const spotifyWords = {
  'not-configured': 'Spotify is not set up',
  disconnected: 'Spotify is not connected',
  connected: 'Spotify is connected',
  expired: 'Spotify has to be connected again',
} as const

/** The way to the settings; its lamp says how this browser stands with Spotify. */
export const SettingsLink = () => {
  const { account } = useAccount()
  const isOpen = usePathname() === '/settings'
  const detail = account === undefined ? '' : `: ${spotifyWords[account.state]}`
  return (
    <Link
      href="/settings"
      className={styles.settingsLink}
      aria-current={isOpen ? 'page' : undefined}
      data-spotify={account?.state}
      title={`Settings${detail}`}
    >
      <SettingsIcon />
      <span className="visually-hidden">{`Settings${detail}`}</span>
    </Link>
  )
}
