'use client'

import { useEffect, useMemo, useState } from 'react'

import { useAccount } from '@/components/account/account-store'
import { spotifyClient } from '@/components/account/spotify-client'
import type { SpotifySong } from '@/lib/contracts/spotify-songs-api'
import { isOwnSongId } from '@/lib/core/songs/own-song-id'

/** Songs that one request asks about; as many as lib/contracts/spotify-songs-api.ts takes. */
const SONGS_PER_REQUEST = 25

/** A later moment than this is not waited for: the page is looked at now, in ms. */
const LONGEST_WAIT_MS = 60_000

/** What Spotify shows of songs to a listener who is connected, as it comes in; without a connection nothing is asked. */
export const useSpotifySongs = (songIds: readonly string[]): ReadonlyMap<string, SpotifySong> => {
  const { account } = useAccount()
  const isConnected = account?.state === 'connected'
  const [known, setKnown] = useState<ReadonlyMap<string, SpotifySong>>(new Map())
  const wanted = songIds.filter((songId) => !isOwnSongId(songId)).join(',')

  useEffect(() => {
    if (!isConnected || wanted === '') return undefined
    const control = { isOver: false }
    void fillIn(wanted.split(','), control, (songs) => {
      setKnown((before) => new Map([...before, ...songs.map((song) => [song.songId, song] as const)]))
    })
    return () => {
      control.isOver = true
    }
  }, [isConnected, wanted])

  return useMemo(() => (isConnected ? known : new Map<string, SpotifySong>()), [isConnected, known])
}

/** Asks for one page of songs after the other; what Spotify does not tell now is asked for once more when it says so. */
async function fillIn(songIds: readonly string[], control: { isOver: boolean }, take: (songs: readonly SpotifySong[]) => void) {
  for (let start = 0; start < songIds.length && !control.isOver; start += SONGS_PER_REQUEST) {
    const page = songIds.slice(start, start + SONGS_PER_REQUEST)
    for (let isRetry = false; !control.isOver; isRetry = true) {
      // Artwork is an adornment: without it the list is as it always was.
      const reply = await spotifyClient.songs(page).catch(() => undefined)
      if (reply === undefined || control.isOver) return
      take(reply.songs)
      const waitMs = (reply.retryAtMs ?? Number.POSITIVE_INFINITY) - Date.now()
      if (isRetry || waitMs > LONGEST_WAIT_MS) break
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)))
    }
  }
}
