/** Where a song opens in Spotify, in the app or in the browser. */
export function songLink(songId: string): string {
  return `https://open.spotify.com/track/${songId}`
}
