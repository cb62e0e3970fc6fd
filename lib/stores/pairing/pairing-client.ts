import type { Delivery, Pairing, SealedMessage } from '@/lib/contracts/pairing-api'

import { askServer, fetchReply, jsonInit, readReply, type FetchServer } from '../ask-server'
import { readEventData } from './read-event-data'

/** Two heartbeats of the server that did not come: the connection is lost, though nobody has said so. */
const LONGEST_SILENCE_MS = 25_000

/** What a studio and a phone ask of our own server to reach each other; rejects with an AppError. */
export type PairingClient = {
  open(): Promise<Pairing>
  /** Hears the phone's messages until the server ends the stream, the connection is lost or `signal` says so. Rejects with PAIRING_ENDED. */
  listen(
    pairing: Pick<Pairing, 'pairingId' | 'studioToken'>,
    options: { readonly signal: AbortSignal; onConnected(): void; onMessage(message: SealedMessage): void },
  ): Promise<void>
  /** Sends a message of the phone; the last one survives the page being closed. */
  post(pairingId: string, message: SealedMessage, isLast?: boolean): Promise<Delivery>
  /** Ends the pairing; survives the page being closed. */
  close(pairing: Pick<Pairing, 'pairingId' | 'studioToken'>): Promise<void>
}

/** Talks to /api/pairings. */
export function createPairingClient(fetchServer: FetchServer): PairingClient {
  const asStudio = (studioToken: string) => ({ authorization: `Bearer ${studioToken}` })
  return {
    open: async () => {
      const body = await askServer(fetchServer, '/api/pairings', { method: 'POST' })
      const { pairingSchema } = await import('@/lib/contracts/pairing-api')
      return readReply(pairingSchema, body, 'a pairing')
    },
    listen: async ({ pairingId, studioToken }, { signal, onConnected, onMessage }) => {
      const lost = new AbortController()
      const listening = { headers: asStudio(studioToken), signal: AbortSignal.any([signal, lost.signal]) }
      const { body } = await fetchReply(fetchServer, `/api/pairings/${pairingId}`, listening)
      const { sealedMessageSchema } = await import('@/lib/contracts/pairing-api')
      if (body === null) return
      onConnected()
      let silence: ReturnType<typeof setTimeout> | undefined
      const waitForMore = () => {
        clearTimeout(silence)
        silence = setTimeout(() => lost.abort(), LONGEST_SILENCE_MS)
      }
      try {
        waitForMore()
        for await (const data of readEventData(body)) {
          waitForMore()
          if (data !== undefined) onMessage(readReply(sealedMessageSchema, JSON.parse(data), 'a message'))
        }
      } catch (error) {
        // A connection that breaks off is the end of this stream, no fault.
        if (!isBroken(error)) throw error
      } finally {
        clearTimeout(silence)
      }
    },
    post: async (pairingId, message, isLast = false) => {
      const body = await askServer(fetchServer, `/api/pairings/${pairingId}`, { ...jsonInit('POST', message), keepalive: isLast })
      const { deliverySchema } = await import('@/lib/contracts/pairing-api')
      return readReply(deliverySchema, body, 'a reply')
    },
    close: async ({ pairingId, studioToken }) => {
      await askServer(fetchServer, `/api/pairings/${pairingId}`, { method: 'DELETE', headers: asStudio(studioToken), keepalive: true })
    },
  }
}

/** What browsers reject with where a stream breaks off or is aborted. */
const isBroken = (error: unknown): boolean => error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError')
