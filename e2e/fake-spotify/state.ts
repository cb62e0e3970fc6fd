import type { FaultTarget } from './faults'

/** Somebody with a Spotify account. */
export type FakeUser = {
  readonly userId: string
  readonly displayName: string
  hasPremium: boolean
  /** Whether the app's owner entered them in the dashboard; others sign in and get 403. */
  isRegistered: boolean
  /** Newest first. */
  savedSongIds: readonly string[]
  topSongIds: readonly string[]
}

export type FakePlaylist = {
  readonly playlistId: string
  readonly ownerId: string
  readonly createdAtMs: number
  name: string
  description: string
  isPublic: boolean
  songIds: readonly string[]
  snapshotNumber: number
  coverBase64?: string
}

export type FakeDevice = { readonly deviceId: string; readonly name: string; isActive: boolean }

/** Everything that the fake Spotify knows. */
export type FakeState = {
  readonly users: Map<string, FakeUser>
  readonly playlists: Map<string, FakePlaylist>
  /** Access tokens: whose, until when, for what. */
  readonly accessTokens: Map<string, { readonly userId: string; readonly endsAtMs: number; readonly scopes: ReadonlySet<string> }>
  readonly refreshTokens: Map<string, { readonly userId: string; readonly scope: string }>
  /** Grants between the authorize page and the exchange for tokens. */
  readonly codes: Map<string, { readonly userId: string; readonly redirectUri: string; readonly challenge: string; readonly scope: string }>
  /** Where people may be sent back to beside what the app was given at its start, letter for letter. */
  redirectUris: readonly string[]
  /** Songs that Spotify has no more, that cannot be played in the listener's country and why, and that are played from another release. */
  readonly goneSongIds: Set<string>
  readonly restrictions: Map<string, string>
  readonly relinkedSongIds: Map<string, string>
  /** Whether `linked_from`, which is deprecated, still comes with those. */
  tellsLinkedFrom: boolean
  devices: FakeDevice[]
  /** What plays where, as the player was told. */
  readonly played: { readonly contextUri: string; readonly deviceId: string }[]
  readonly queuedUris: string[]
  /** Each request in order, without tokens; a journey counts them. */
  readonly calls: { readonly call: FaultTarget; readonly status: number }[]
  /** Requests that do not fit the declarations of lib/contracts/spotify-web-api.ts: there should be none. */
  readonly violations: string[]
  /** Counts up for everything that needs a name. */
  nextNumber: number
}

/** Whom a journey may sign in as; the first is offered first. */
const usualUsers: readonly Pick<FakeUser, 'userId' | 'displayName' | 'hasPremium' | 'isRegistered'>[] = [
  { userId: 'ada', displayName: 'Ada', hasPremium: true, isRegistered: true },
  { userId: 'ben', displayName: 'Ben', hasPremium: false, isRegistered: true },
  { userId: 'eve', displayName: 'Eve', hasPremium: true, isRegistered: false },
]

/** Spotify before anybody did anything. */
export function createFakeState(): FakeState {
  return {
    users: new Map(usualUsers.map((user) => [user.userId, { ...user, savedSongIds: [], topSongIds: [] }])),
    playlists: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    codes: new Map(),
    redirectUris: [],
    goneSongIds: new Set(),
    restrictions: new Map(),
    relinkedSongIds: new Map(),
    tellsLinkedFrom: true,
    devices: [{ deviceId: 'kitchen', name: 'Kitchen speaker', isActive: false }],
    played: [],
    queuedUris: [],
    calls: [],
    violations: [],
    nextNumber: 1,
  }
}

/** A made-up id of 22 letters and digits, as Spotify's are. */
export function madeUpPlaylistId(state: FakeState): string {
  return `fakePlaylist${String(state.nextNumber++).padStart(10, '0')}`
}

/** Every token begins with this, so that a search for it finds any that leaked. */
export const tokenMark = 'fakeSecretToken'

/** A token that nobody guesses. */
export function madeUpToken(state: FakeState, kind: 'access' | 'refresh' | 'code'): string {
  return `${tokenMark}-${kind}-${state.nextNumber++}-${crypto.randomUUID()}`
}
