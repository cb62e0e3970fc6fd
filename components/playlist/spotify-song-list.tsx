'use client'

import type { ComponentProps } from 'react'

import { useAccount } from '@/components/account/account-store'
import { SpotifyLogo } from '@/components/ui/spotify-logo'

import styles from './playlist.module.css'
import { SongList } from './song-list'
import { useSpotifySongs } from './use-spotify-songs'

type SpotifySongListProps = Pick<ComponentProps<typeof SongList>, 'songs' | 'reasonOf' | 'onRemove'>

/** The songs, with what Spotify shows of them where the listener is connected. */
export const SpotifySongList = (props: SpotifySongListProps) => {
  const { account } = useAccount()
  const spotifySongs = useSpotifySongs(props.songs.map(({ song }) => song.songId))
  const canQueue = account?.state === 'connected' && account.powers.includes('player')
  return (
    <>
      {spotifySongs.size > 0 && (
        <p className={styles.spotifyNote}>
          Artwork and availability from
          <a href="https://open.spotify.com" target="_blank" rel="noopener noreferrer">
            <SpotifyLogo />
          </a>
        </p>
      )}
      <SongList {...props} spotifySongs={spotifySongs} canQueue={canQueue} />
    </>
  )
}
