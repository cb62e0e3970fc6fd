import { answerAuthorize, answerToken, showAuthorizePage, type FakeApp } from './accounts'
import { answerControl } from './control-api'
import { ConnectionCut, createFaultQueue, errorReply, refusalOf, type Fault, type FaultTarget } from './faults'
import { answerPage } from './pages'
import { createFakeState, type FakeState } from './state'
import { answerCall, checkRequest, hasScope } from './web-api'

/** What the fake reads of a request. */
export type FakeRequest = Pick<Request, 'method' | 'url' | 'headers' | 'text'>

/** How the fake is run: over HTTP with the real clock, or inside a test with a clock of the test's. */
export type FakeOptions = {
  readonly app: FakeApp
  /** Where it is reached, without a slash at its end. */
  readonly origin: string
  readonly now: () => number
  /** How `slow` waits. */
  readonly sleep: (durationMs: number) => Promise<void>
  readonly listingDelayMs?: number
}

/** Spotify as far as Attune knows it: accounts service, Web API, a few of its pages, and what a journey needs to disturb it. */
export type FakeSpotify = {
  readonly state: FakeState
  readonly faults: ReturnType<typeof createFaultQueue>
  /** Back to the beginning. */
  readonly reset: () => void
  /** Answers a request; throws ConnectionCut where the connection is to break off. */
  readonly answer: (request: FakeRequest) => Promise<Response>
}

/** Longer than anybody waits. */
const slowMs = 25_000

/** Makes a Spotify that nobody has used yet. */
export function createFakeSpotify({ app, origin, now, sleep, listingDelayMs = 0 }: FakeOptions): FakeSpotify {
  const faults = createFaultQueue()
  let state = createFakeState()

  async function disturbed(target: FaultTarget, act: () => Promise<Response> | Response): Promise<Response> {
    const fault = faults.take(target)
    const response = await answerWith(fault, act)
    state.calls.push({ call: target, status: response instanceof ConnectionCut ? 0 : response.status })
    if (response instanceof ConnectionCut) throw response
    return response
  }

  async function answerWith(fault: Fault | undefined, act: () => Promise<Response> | Response): Promise<Response | ConnectionCut> {
    if (fault === undefined) return act()
    if (fault.kind === 'cut-before') return new ConnectionCut()
    const refusal = refusalOf(fault)
    if (refusal !== undefined) return refusal
    const response = await act()
    if (fault.kind === 'cut-after') return new ConnectionCut()
    if (fault.kind === 'slow') await sleep(slowMs)
    return fault.kind === 'empty-body' && response.ok ? new Response(null, { status: response.status }) : response
  }

  async function answerWebApi(request: FakeRequest): Promise<Response> {
    const checked = await checkRequest(request)
    if (typeof checked === 'string') {
      state.violations.push(checked)
      return errorReply(400, checked)
    }
    return disturbed(checked.name, () => {
      const token = state.accessTokens.get(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '')
      const user = state.users.get(token?.userId ?? '')
      if (token === undefined || user === undefined || token.endsAtMs <= now()) return errorReply(401, 'The access token expired')
      if (!user.isRegistered)
        return new Response('Check settings on developer.spotify.com/dashboard, the user may not be registered.', { status: 403 })
      if (!hasScope(checked.name, token.scopes)) return errorReply(403, 'Insufficient client scope')
      return answerCall({ state, origin, nowMs: now(), listingDelayMs }, user, checked)
    })
  }

  const fake: FakeSpotify = {
    get state() {
      return state
    },
    faults,
    reset: () => {
      faults.clear()
      state = createFakeState()
    },
    answer: async (request) => {
      const url = new URL(request.url)
      if (url.pathname.startsWith('/v1/')) return answerWebApi(request)
      if (url.pathname.startsWith('/control/')) return answerControl(fake, request)
      switch (`${request.method} ${url.pathname}`) {
        case 'GET /authorize':
          return showAuthorizePage(state, app, url)
        case 'POST /authorize':
          return answerAuthorize(state, app, request)
        case 'POST /api/token':
          return disturbed('token', () => answerToken(state, app, request, now()))
        default:
          return answerPage(state, url) ?? new Response('no such page', { status: 404 })
      }
    },
  }
  return fake
}
