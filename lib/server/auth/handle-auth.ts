import 'server-only'

import NextAuth from 'next-auth'
import { NextRequest, NextResponse } from 'next/server'
import { z } from 'zod'

import { wishedPowers } from '@/lib/contracts/account-api'
import { AppError } from '@/lib/core/app-error'

import { isSecureVisit } from '../canonical-address'
import { getDb } from '../db'
import { getEnv } from '../env'
import { listenerCookieName, listenerCookieOptions, signListenerId } from '../listener'
import { logRefusal } from '../log-refusal'
import { getSaveWorker } from '../spotify/save/get-save-worker'
import { resumeSaves } from '../spotify/save/resume-saves'

import { endedCookie, sessionCookieName } from './auth-cookies'
import { accountPage, createAuthOptions, ownAddress, type SignInTrace } from './auth-options'
import { rememberSignIn } from './last-refusal'
import { checkConfigured } from './spotify-keys'

/** The steps of a sign-in and the sign-out; next-auth's other addresses are not served. */
const steps = ['GET csrf', 'POST signin/spotify', 'GET callback/spotify', 'POST signout'] as const

const startFormSchema = z.object({
  callbackUrl: z.string().max(2000).optional(),
  /** Which powers to ask for, comma between them. */
  powers: z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(z.enum(wishedPowers)))
    .default([]),
})

/** Runs one step of signing in or out through next-auth, and ties the browser to the listener of the account. */
export async function handleAuth(
  request: NextRequest,
  { path, listenerId }: { readonly path: readonly string[]; readonly listenerId: string | undefined },
): Promise<Response> {
  const env = getEnv()
  // next-auth reads its own address nowhere else.
  process.env['NEXTAUTH_URL'] = env.publicUrl
  const step = steps.find((known) => known === `${request.method} ${path.join('/')}`)
  if (step === undefined) throw new AppError('NOT_FOUND', 'There is nothing at this address of the sign-in.')
  if (step !== 'POST signout') checkConfigured(env)

  const trace: SignInTrace = { hasTokens: false }
  const body = request.method === 'POST' ? await request.text() : undefined
  const { callbackUrl, powers } = startFormSchema.parse(Object.fromEntries(new URLSearchParams(body)))
  if (callbackUrl !== undefined && ownAddress(callbackUrl, env.publicUrl) === undefined) {
    throw new AppError(
      'FORBIDDEN',
      `callbackUrl: expected an address of ${env.publicUrl}, found ${JSON.stringify(callbackUrl.slice(0, 80))}`,
    )
  }
  const browser = { listenerId, sessionToken: request.cookies.get(sessionCookieName(env.publicUrl))?.value }
  const options = createAuthOptions({ db: getDb(), env, browser, powers, trace })
  const reply: unknown = await NextAuth(ownRequest(request, body), { params: Promise.resolve({ nextauth: [...path] }) }, options)
  if (!(reply instanceof Response)) throw new AppError('INTERNAL', 'next-auth gave no reply.')
  if (step === 'POST signout') return withCookies(reply, (cookies) => cookies.delete(listenerCookieName))
  if (step !== 'GET callback/spotify') return reply
  const { listenerId: signedInId } = trace
  if (signedInId === undefined) return refuseSignIn(request, trace)
  rememberSignIn(undefined)
  // Saves that waited for this consent go on.
  await resumeSaves(getDb(), { listenerId: signedInId, nowMs: Date.now() })
  getSaveWorker().wake()
  return withCookies(reply, (cookies) =>
    cookies.set(listenerCookieName, signListenerId(signedInId, env.sessionSecret), listenerCookieOptions(isSecureVisit(request, env))),
  )
}

/** Adds cookies to a reply; Next would write those that are there already anew, and lose their Max-Age=0. */
function withCookies(reply: Response, change: (cookies: NextResponse['cookies']) => void): Response {
  const added = new NextResponse()
  change(added.cookies)
  for (const line of added.headers.getSetCookie()) reply.headers.append('Set-Cookie', line)
  return reply
}

/** Leads back to the account's page, which says what went wrong; the cookies of this attempt are used up. */
function refuseSignIn(request: NextRequest, trace: SignInTrace): Response {
  const { publicUrl } = getEnv()
  const wasDeclined = request.nextUrl.searchParams.get('error') === 'access_denied'
  const problem = trace.problem ?? (wasDeclined ? 'declined' : trace.hasTokens ? 'failed' : 'unverified')
  rememberSignIn(problem)
  logRefusal(request, `sign-in ${problem}`)
  const response = NextResponse.redirect(`${publicUrl}${accountPage}?problem=${problem}`, 302)
  for (const kind of ['state', 'pkceCodeVerifier'] as const) response.cookies.delete(endedCookie(publicUrl, kind))
  return response
}

/** The request as next-auth may see it: what it would add from the address of a start to the request at Spotify is left out. */
function ownRequest(request: NextRequest, body: string | undefined): NextRequest {
  if (body === undefined) return request
  return new NextRequest(`${getEnv().publicUrl}${request.nextUrl.pathname}`, { method: request.method, headers: request.headers, body })
}
