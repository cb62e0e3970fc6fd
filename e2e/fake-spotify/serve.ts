import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import type { FakeApp } from './accounts'
import { createFakeSpotify, type FakeSpotify } from './fake-spotify'
import { ConnectionCut } from './faults'

/** The app that the journeys' server is set up as. */
export const journeyApp = { clientId: 'attune-journeys', clientSecret: 'fakeSecretOfTheApp' }

/** Serves a fake Spotify at 127.0.0.1; both of Spotify's services are at this one origin. */
export async function serveFakeSpotify({ port, app }: { readonly port: number; readonly app: FakeApp }): Promise<Server> {
  const origin = `http://127.0.0.1:${port}`
  const fake = createFakeSpotify({ app, origin, now: Date.now, sleep: (durationMs) => sleep(durationMs, undefined, { ref: false }) })
  const server = createServer((incoming, outgoing) => void reply(fake, origin, incoming, outgoing))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

async function reply(fake: FakeSpotify, origin: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const response = await fake.answer(await toRequest(incoming, origin))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  } catch (error) {
    if (!(error instanceof ConnectionCut)) console.error('The fake Spotify failed:', error)
    outgoing.destroy()
  }
}

async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array))
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  const { method = 'GET', url = '/' } = incoming
  return new Request(new URL(url, origin), { method, headers, ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}) })
}
