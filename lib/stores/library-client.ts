import type { FeaturesReply, Library, LibraryHead, LookUpReply, LookUpRequest } from '@/lib/contracts/library-api'

import { askServer, jsonInit, readReply, type FetchServer } from './ask-server'

/** What the interface asks of our own server about a listener's own music; rejects with an AppError. */
export type LibraryClient = {
  read(): Promise<Library>
  /** Which songs the catalogue has. */
  lookUp(request: LookUpRequest, signal?: AbortSignal): Promise<LookUpReply>
  /** Audio features by Spotify id, where the server asks a service for them. */
  features(songIds: readonly string[], signal?: AbortSignal): Promise<FeaturesReply>
  /** Keeps an import in place of the one before. */
  keep(head: LibraryHead, ownIndex: Uint8Array | undefined, signal?: AbortSignal): Promise<Library>
  forget(): Promise<void>
}

const contracts = () => import('@/lib/contracts/library-api')
const stoppedBy = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal })

/** Talks to /api/library. The contracts come with the first reply, so that no page waits for zod. */
export function createLibraryClient(fetchServer: FetchServer): LibraryClient {
  const ask = (path: string, init?: RequestInit) => askServer(fetchServer, `/api/library${path}`, init)
  const asLibrary = async (body: unknown): Promise<Library> => readReply((await contracts()).librarySchema, body, 'what is kept')
  return {
    read: async () => asLibrary(await ask('')),
    lookUp: async (request, signal) => {
      const body = await ask('/lookup', { ...jsonInit('POST', request), ...stoppedBy(signal) })
      return readReply((await contracts()).lookUpReplySchema, body, 'what it found')
    },
    features: async (songIds, signal) => {
      const body = await ask('/features', { ...jsonInit('POST', { songIds }), ...stoppedBy(signal) })
      return readReply((await contracts()).featuresReplySchema, body, 'features')
    },
    keep: async (head, ownIndex, signal) => {
      const { packLibrary } = await contracts()
      const body = packLibrary(head, ownIndex)
      return asLibrary(
        await ask('', { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body, ...stoppedBy(signal) }),
      )
    },
    forget: async () => {
      await ask('', { method: 'DELETE' })
    },
  }
}
