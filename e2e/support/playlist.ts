import type { Page } from '@playwright/test'

import type { Playlist } from '@/lib/contracts/playlist-api'

import { expect } from './test'

/** The songs as they are shown, in the order to be played. */
export const songItems = (page: Page) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Open .* in Spotify$/ }) })

/** Expects the songs of a playlist in view, each with its title, its artists, the link that opens it in Spotify, and a reason of its own. */
export async function expectSongs(page: Page, playlist: Playlist) {
  const items = songItems(page)
  await expect(items).toHaveCount(playlist.songs.length)
  await expect(items.first()).toContainText(playlist.songs[0]?.song.title ?? '')
  const shown = await items.evaluateAll((elements) =>
    elements.map((element) => ({
      lines: [...element.querySelectorAll('p')].map((line) => line.textContent),
      address: element.querySelector('a')?.href,
    })),
  )
  playlist.songs.forEach(({ song }, index) => {
    const [title = '', artists = '', reason = ''] = shown[index]?.lines ?? []
    // Explicit lyrics are marked with a letter behind the title.
    expect([song.title, `${song.title}E`]).toContain(title)
    expect(artists).toBe(song.artists.join(', '))
    expect(reason).toMatch(/^[A-Z\d].{15,}\.$/)
    expect(shown[index]?.address).toBe(`https://open.spotify.com/track/${song.songId}`)
  })
}

/** The ids of a playlist's songs, in order. */
export const songIdsOf = (playlist: Playlist) => playlist.songs.map(({ song }) => song.songId)
