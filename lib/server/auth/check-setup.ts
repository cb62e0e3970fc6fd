import 'server-only'

import { createHash, randomUUID } from 'node:crypto'

import type { SetupCheck, SetupFinding, SignInProblem } from '@/lib/contracts/account-api'
import { AppError } from '@/lib/core/app-error'

import type { Env } from '../env'
import { createSpotifyApi } from '../spotify/spotify-api'

import { requestTokens } from './request-tokens'
import { missingKeys } from './spotify-keys'

const requestTimeoutMs = 10_000

/** The example of Spotify's own documentation; any song tells whether the app may ask at all. */
const exampleTrackId = '11dFghVXANMlKmJXsNCbNl'

type SetupEnv = Pick<Env, 'publicUrl' | 'spotifyClientId' | 'spotifyClientSecret' | 'spotifyAccountsUrl' | 'spotifyApiUrl'>
type Verdict = Omit<SetupFinding, 'what'>

const good = (message: string): Verdict => ({ verdict: 'good', message })
const bad = (message: string): Verdict => ({ verdict: 'bad', message })
const unknown = (message: string): Verdict => ({ verdict: 'unknown', message })
const unanswered = unknown('Spotify does not answer; check again in a minute.')

/** The address that Spotify sends people back to after they consented. */
export function redirectUri(publicUrl: string): string {
  return `${publicUrl}/api/auth/callback/spotify`
}

/** Finds out what is wrong with the app in Spotify's dashboard, as far as Spotify tells without anybody signing in. */
export async function checkSetup(env: SetupEnv, lastRefusal: SignInProblem | undefined): Promise<SetupCheck> {
  const missing = missingKeys(env)
  if (missing.length > 0) {
    const later = unknown('To be checked once the keys are there.')
    const names = missing.join(' and ')
    return asCheck({
      keys: bad(`${names} ${missing.length === 1 ? 'is' : 'are'} not set. Add what is missing to .env.local and start the server again.`),
      secret: later,
      redirect: checkAddress(env.publicUrl) ?? later,
      owner: later,
      listeners: later,
    })
  }
  const [app, redirect] = await Promise.all([checkApp(env), checkRedirect(env)])
  return asCheck({ keys: good('Both keys are set.'), ...app, redirect, listeners: checkListeners(lastRefusal) })
}

function asCheck(verdicts: Readonly<Record<SetupFinding['what'], Verdict>>): SetupCheck {
  const order = ['keys', 'secret', 'redirect', 'owner', 'listeners'] as const
  return { findings: order.map((what) => ({ what, ...verdicts[what] })) }
}

/** Spotify refuses plain HTTP elsewhere than on the loopback address. */
function checkAddress(publicUrl: string): Verdict | undefined {
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol === 'https:' || hostname === '127.0.0.1' || hostname === '[::1]') return undefined
  return bad(
    `People open Attune at ${publicUrl}, which Spotify does not send anybody back to: it takes https addresses and http://127.0.0.1. ` +
      'Set NEXTAUTH_URL to such an address.',
  )
}

async function checkApp(env: SetupEnv): Promise<{ readonly secret: Verdict; readonly owner: Verdict }> {
  try {
    const { access_token } = await requestTokens(env, { grant_type: 'client_credentials' })
    return { secret: good('Spotify knows the id and the secret.'), owner: await checkOwner(env, access_token) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const later = unknown('To be checked once Spotify accepts the keys.')
    return { secret: error.code === 'SPOTIFY_UNREACHABLE' ? unanswered : bad(error.message), owner: later }
  }
}

async function checkOwner({ spotifyApiUrl }: SetupEnv, accessToken: string): Promise<Verdict> {
  const isAllowed = good('The app may ask Spotify.')
  try {
    await createSpotifyApi({ apiBaseUrl: spotifyApiUrl, getAccessToken: () => Promise.resolve(accessToken) }).getTrack(exampleTrackId)
    return isAllowed
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    switch (error.code) {
      case 'SPOTIFY_PREMIUM_REQUIRED':
        return bad(
          'The app belongs to an account without Spotify Premium; Spotify then refuses whatever the app asks. Its owner needs Premium.',
        )
      case 'SPOTIFY_UNREACHABLE':
        return unanswered
      case 'SPOTIFY_GONE':
        return isAllowed
      default:
        return unknown(error.message)
    }
  }
}

async function checkRedirect(env: SetupEnv): Promise<Verdict> {
  const badAddress = checkAddress(env.publicUrl)
  if (badAddress !== undefined) return badAddress
  const address = redirectUri(env.publicUrl)
  const challenge = createHash('sha256').update(randomUUID()).digest('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: env.spotifyClientId ?? '',
    redirect_uri: address,
    state: randomUUID(),
    code_challenge_method: 'S256',
    code_challenge: challenge,
  })
  const reply = await ask(`${env.spotifyAccountsUrl}/authorize?${query}`, { redirect: 'manual' })
  if (reply === undefined) return unanswered
  if (reply.status < 400) return good(`Spotify sends people back to ${address}.`)
  if (/redirect/i.test(reply.text)) {
    return bad(`${address} is not among the app's redirect URIs. Add it in the dashboard, letter for letter, and save.`)
  }
  return unknown(`Spotify answered with status ${reply.status}.`)
}

function checkListeners(lastRefusal: SignInProblem | undefined): Verdict {
  if (lastRefusal === 'not-allow-listed') {
    return bad(
      'Somebody who signed in was not on the app’s list of users. Add their name and the e-mail address of their Spotify account ' +
        'under User Management in the dashboard.',
    )
  }
  return unknown('Spotify does not tell who is on the list. Who is not can sign in, and is told here why nothing else works.')
}

/** What Spotify answers, or undefined where it does not. */
async function ask(address: string, init: RequestInit): Promise<{ readonly status: number; readonly text: string } | undefined> {
  try {
    const response = await fetch(address, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) })
    return { status: response.status, text: await response.text() }
  } catch {
    return undefined
  }
}
