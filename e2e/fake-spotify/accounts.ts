import { createHash } from 'node:crypto'

import { z } from 'zod'

import { escapeHtml, htmlReply } from './html'
import type { FakeRequest } from './fake-spotify'
import { madeUpToken, type FakeState } from './state'

/** The app as its owner entered it in the dashboard. */
export type FakeApp = {
  readonly clientId: string
  readonly clientSecret: string
  /** Where people may be sent back to, letter for letter. */
  readonly redirectUris: readonly string[]
}

const accessTokenSec = 3600

const authorizeQuerySchema = z.object({
  client_id: z.string(),
  response_type: z.literal('code'),
  redirect_uri: z.string(),
  scope: z.string().default(''),
  state: z.string().min(1),
  code_challenge: z.string().min(43),
  code_challenge_method: z.literal('S256'),
})

const tokenRequestSchema = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal('authorization_code'), code: z.string(), redirect_uri: z.string(), code_verifier: z.string().min(43) }),
  z.object({ grant_type: z.literal('refresh_token'), refresh_token: z.string() }),
  z.object({ grant_type: z.literal('client_credentials') }),
])

/** GET /authorize: the page on which a person agrees or not; a request that Spotify would not show it for gets its words instead. */
export function showAuthorizePage(state: FakeState, app: FakeApp, url: URL): Response {
  const query = authorizeQuerySchema.safeParse(Object.fromEntries(url.searchParams))
  if (!query.success) return htmlReply(400, 'Spotify', `<p>${escapeHtml(z.prettifyError(query.error))}</p>`)
  if (query.data.client_id !== app.clientId) return htmlReply(400, 'Spotify', '<p>INVALID_CLIENT: Invalid client</p>')
  if (!isRegistered(state, app, query.data.redirect_uri)) return htmlReply(400, 'Spotify', '<p>INVALID_CLIENT: Invalid redirect URI</p>')
  const users = [...state.users.values()].map(({ userId, displayName }) => `<option value="${userId}">${escapeHtml(displayName)}</option>`)
  const permissions = query.data.scope.split(' ').map((scope) => `<li>${escapeHtml(scope)}</li>`)
  return htmlReply(
    200,
    'Agree to let Attune use Spotify?',
    `<ul>${permissions.join('')}</ul>
    <form method="post" action="/authorize?${escapeHtml(url.searchParams.toString())}">
      <label>Account <select name="user">${users.join('')}</select></label>
      <button name="answer" value="agree">Agree</button>
      <button name="answer" value="cancel">Cancel</button>
    </form>`,
  )
}

/** Whether the app's owner entered an address in the dashboard. */
function isRegistered(state: FakeState, app: FakeApp, redirectUri: string): boolean {
  return [...app.redirectUris, ...state.redirectUris].includes(redirectUri)
}

/** POST /authorize: back to the app, with a code or with a refusal. */
export async function answerAuthorize(state: FakeState, app: FakeApp, request: FakeRequest): Promise<Response> {
  const url = new URL(request.url)
  const query = authorizeQuerySchema.parse(Object.fromEntries(url.searchParams))
  if (query.client_id !== app.clientId || !isRegistered(state, app, query.redirect_uri)) return new Response(null, { status: 400 })
  const form = new URLSearchParams(await request.text())
  const back = new URL(query.redirect_uri)
  back.searchParams.set('state', query.state)
  if (form.get('answer') === 'agree') {
    const code = madeUpToken(state, 'code')
    const userId = form.get('user') ?? [...state.users.keys()][0] ?? ''
    state.codes.set(code, { userId, redirectUri: query.redirect_uri, challenge: query.code_challenge, scope: query.scope })
    back.searchParams.set('code', code)
  } else {
    back.searchParams.set('error', 'access_denied')
  }
  return new Response(null, { status: 303, headers: { location: back.href } })
}

/** POST /api/token: a code or a refresh token for an access token; each of them is good once. The app itself sees what its owner sees. */
export async function answerToken(state: FakeState, app: FakeApp, request: FakeRequest, nowMs: number): Promise<Response> {
  const form = Object.fromEntries(new URLSearchParams(await request.text()))
  const basic = `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`
  const sentId = Buffer.from(request.headers.get('authorization')?.slice('Basic '.length) ?? '', 'base64')
    .toString()
    .split(':')[0]
  const isOurs =
    request.headers.get('authorization') === basic || (form['client_id'] === app.clientId && form['client_secret'] === app.clientSecret)
  if (!isOurs) return refuse('invalid_client', sentId === app.clientId ? 'Invalid client secret' : 'Invalid client')
  const parsed = tokenRequestSchema.safeParse(form)
  if (!parsed.success) return refuse('invalid_request', 'grant_type, code, redirect_uri and code_verifier, or refresh_token, are needed')
  const grant = takeGrant(state, parsed.data)
  if (grant === undefined) return refuse('invalid_grant', 'The grant was used, withdrawn or never given')
  const accessToken = madeUpToken(state, 'access')
  state.accessTokens.set(accessToken, {
    userId: grant.userId,
    endsAtMs: nowMs + accessTokenSec * 1000,
    scopes: new Set(grant.scope.split(' ')),
  })
  const reply = { access_token: accessToken, token_type: 'Bearer', expires_in: accessTokenSec }
  if (parsed.data.grant_type === 'client_credentials') return Response.json(reply)
  const refreshToken = madeUpToken(state, 'refresh')
  state.refreshTokens.set(refreshToken, grant)
  return Response.json({ ...reply, refresh_token: refreshToken, scope: grant.scope })
}

type Grant = { readonly userId: string; readonly scope: string }

function takeGrant(state: FakeState, sent: z.infer<typeof tokenRequestSchema>): Grant | undefined {
  switch (sent.grant_type) {
    case 'authorization_code':
      return takeCode(state, sent)
    case 'refresh_token':
      return takeRefreshToken(state, sent.refresh_token)
    case 'client_credentials':
      return { userId: [...state.users.keys()][0] ?? '', scope: '' }
  }
}

function takeCode(
  state: FakeState,
  sent: { readonly code: string; readonly redirect_uri: string; readonly code_verifier: string },
): Grant | undefined {
  const grant = state.codes.get(sent.code)
  state.codes.delete(sent.code)
  const challenge = createHash('sha256').update(sent.code_verifier).digest('base64url')
  return grant?.redirectUri === sent.redirect_uri && grant.challenge === challenge
    ? { userId: grant.userId, scope: grant.scope }
    : undefined
}

function takeRefreshToken(state: FakeState, refreshToken: string): Grant | undefined {
  const grant = state.refreshTokens.get(refreshToken)
  state.refreshTokens.delete(refreshToken)
  return grant
}

function refuse(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400 })
}
