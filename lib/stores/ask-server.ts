import { AppError } from '@/lib/core/app-error'
import { TooFewSongsError } from '@/lib/core/songs/too-few-songs-error'

/** How a request reaches our own server: the browser's fetch, or a test's. */
export type FetchServer = (address: string, init?: RequestInit) => Promise<Response>

const SERVER_WORDS = 'The Attune server does not answer. Is it still running? What you have made so far is still here.'

/** Asks our own server and returns its reply; rejects with an AppError that has the code of the API where it refuses. */
export async function fetchReply(fetchServer: FetchServer, address: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetchServer(address, init)
  } catch (cause) {
    throw new AppError('SERVER_UNREACHABLE', SERVER_WORDS, { cause })
  }
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => undefined)
  // The contracts come with the first reply that needs them, so that no page waits for zod.
  const { errorReplySchema } = await import('@/lib/contracts/playlist-api')
  const reply = errorReplySchema.safeParse(body)
  if (reply.success) {
    const { code, message, relaxations } = reply.data.error
    throw relaxations === undefined ? new AppError(code, message) : new TooFewSongsError(message, relaxations)
  }
  throw new AppError('INTERNAL', `The Attune server answered with status ${response.status} and no reason.`)
}

/** Asks our own server; returns the body of its reply, undefined for none. Rejects as `fetchReply`. */
export async function askServer(fetchServer: FetchServer, address: string, init?: RequestInit): Promise<unknown> {
  const response = await fetchReply(fetchServer, address, init)
  return response.status === 204 ? undefined : response.json().catch(() => undefined)
}

/** A request with a body in JSON. */
export const jsonInit = (method: 'POST' | 'PUT' | 'PATCH', body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

type Schema<Reply> = { safeParse(body: unknown): { success: true; data: Reply } | { success: false; error: unknown } }

/** Reads a reply by its contract; `what` names it for the person who reads the error. */
export function readReply<Reply>(schema: Schema<Reply>, body: unknown, what: string): Reply {
  const reply = schema.safeParse(body)
  if (reply.success) return reply.data
  throw new AppError('INTERNAL', `The Attune server sent ${what} that this page does not understand; reload the page.`, {
    cause: reply.error,
  })
}
