import { journeyApp } from '../fake-spotify/serve'
import type { Fault } from '../fake-spotify/faults'
import type { FakePlaylist, FakeState } from '../fake-spotify/state'

/** Two beside the port of the journeys' server; the one between belongs to servers of a journey's own. */
const port = Number(process.env['E2E_PORT'] ?? 3210) + 2

/** Where the fake Spotify is: accounts service, Web API and pages. */
export const fakeSpotifyUrl = `http://127.0.0.1:${port}`

/** What tells an Attune of the fake Spotify. */
export const fakeSpotifyEnv = {
  SPOTIFY_CLIENT_ID: journeyApp.clientId,
  SPOTIFY_CLIENT_SECRET: journeyApp.clientSecret,
  SPOTIFY_ACCOUNTS_URL: fakeSpotifyUrl,
  SPOTIFY_API_URL: fakeSpotifyUrl,
}

/** The command that serves it for the journeys' server at an address. */
export function fakeSpotifyCommand(attuneUrl: string): string {
  return `node e2e/fake-spotify/serve.mjs --port ${port} --attune ${attuneUrl}`
}

async function post(path: string, body?: object): Promise<void> {
  const response = await fetch(`${fakeSpotifyUrl}/control/${path}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`The fake Spotify's control answered ${response.status}: ${await response.text()}`)
}

/** Makes it as if nobody had used it yet. */
export function resetSpotify(): Promise<void> {
  return post('reset')
}

/** Orders a fault. */
export function disturbSpotify(fault: Fault): Promise<void> {
  return post('faults', fault)
}

/** Changes what it knows: see e2e/fake-spotify/control-api.ts. */
export function setUpSpotify(settings: object): Promise<void> {
  return post('settings', settings)
}

/** What it knows, without tokens. */
export async function spotifyState(): Promise<
  Pick<FakeState, 'calls' | 'violations' | 'played' | 'queuedUris'> & {
    readonly playlists: readonly FakePlaylist[]
    readonly connectedUserIds: readonly string[]
  }
> {
  const response = await fetch(`${fakeSpotifyUrl}/control/state`)
  return (await response.json()) as Awaited<ReturnType<typeof spotifyState>>
}
