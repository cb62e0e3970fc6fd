import type { Save, SaveList, SaveRequest } from '@/lib/contracts/save-api'

import { askServer, jsonInit, readReply, type FetchServer } from './ask-server'

/** What the interface asks of our own server about saves to Spotify; rejects with an AppError. */
export type SaveClient = {
  /** Records the wish; the same `saveId` sent twice is saved once. */
  start(request: SaveRequest): Promise<Save>
  read(saveId: string): Promise<Save>
  /** The saves of one playlist, newest first. */
  list(playlistId: string): Promise<SaveList>
  /** Goes on with a save that waits for the listener. */
  resume(saveId: string): Promise<Save>
}

/** Talks to /api/saves. */
export function createSaveClient(fetchServer: FetchServer): SaveClient {
  const ask = (path: string, init?: RequestInit) => askServer(fetchServer, `/api/saves${path}`, init)
  const asSave = async (body: unknown): Promise<Save> => {
    const { saveSchema } = await import('@/lib/contracts/save-api')
    return readReply(saveSchema, body, 'a save')
  }
  return {
    start: async (request) => asSave(await ask('', jsonInit('POST', request))),
    read: async (saveId) => asSave(await ask(`/${encodeURIComponent(saveId)}`)),
    list: async (playlistId) => {
      const body = await ask(`?playlistId=${encodeURIComponent(playlistId)}`)
      const { saveListSchema } = await import('@/lib/contracts/save-api')
      return readReply(saveListSchema, body, 'a list of saves')
    },
    resume: async (saveId) => asSave(await ask(`/${encodeURIComponent(saveId)}/resume`, { method: 'POST' })),
  }
}
