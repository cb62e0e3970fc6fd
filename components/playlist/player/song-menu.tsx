'use client'

import { useState } from 'react'

import { spotifyClient } from '@/components/account/spotify-client'
import * as DropdownMenu from '@/components/ui/dropdown-menu'
import { SpotifyIcon } from '@/components/ui/spotify-logo'
import { toProblem } from '@/lib/stores/to-problem'

import styles from '../playlist.module.css'

type SongMenuProps = { readonly songId: string; readonly title: string; readonly spotifyUrl: string }

/** What can be done with a song at Spotify, for those who let Attune play there. */
export const SongMenu = ({ songId, title, spotifyUrl }: SongMenuProps) => {
  const [said, setSaid] = useState('')
  const queue = async () => {
    try {
      await spotifyClient.control({ action: 'queue', songId })
      setSaid('Added to the queue.')
    } catch (error) {
      setSaid(toProblem(error).message)
    }
  }
  return (
    <div className={styles.songMenu}>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger>
          <button type="button" className={styles.songAction} title="At Spotify">
            <SpotifyIcon />
            <span className="visually-hidden">{title} at Spotify</span>
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className={styles.menu} size="2" align="end">
          <DropdownMenu.Item asChild>
            <a href={spotifyUrl} target="_blank" rel="noopener noreferrer">
              Open in Spotify
            </a>
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => void queue()}>Add to the queue</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <span className={styles.songSaid} role="status">
        {said}
      </span>
    </div>
  )
}
