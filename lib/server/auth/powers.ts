import 'server-only'

import { wishedPowers, type WishedPower } from '@/lib/contracts/account-api'

/** What saving needs: make and change playlists, find the one of an earlier save, set its cover. */
const baseScopes = ['playlist-modify-private', 'playlist-modify-public', 'playlist-read-private', 'ugc-image-upload']

const scopesByPower: Readonly<Record<WishedPower, readonly string[]>> = {
  library: ['user-library-read', 'user-top-read'],
  player: ['user-read-playback-state', 'user-modify-playback-state'],
}

/** The scopes to ask Spotify for, so that these powers come with saving. */
export function scopesOf(powers: readonly WishedPower[]): string {
  return [...baseScopes, ...powers.flatMap((power) => scopesByPower[power])].join(' ')
}

/** What a granted scope allows beyond saving. */
export function powersOf(scope: string): WishedPower[] {
  const granted = new Set(scope.split(' '))
  return wishedPowers.filter((power) => scopesByPower[power].every((name) => granted.has(name)))
}
