import type { SealedMessage } from '@/lib/contracts/pairing-api'
import { AppError } from '@/lib/core/app-error'

import type { PairingClient } from './pairing-client'

const bytes = (byte: number, count: number) => Buffer.alloc(count, byte).toString('base64url')

/** A server that passes messages on, standing in; what it saw can be looked at, and it can be disturbed. */
export function createFakeRooms() {
  type Studio = { onMessage(message: SealedMessage): void; leave(): void }
  const studios = new Map<string, Studio>()
  const ended = new Set<string>()
  const seen: { message: SealedMessage; isLast: boolean }[] = []
  const state = { openCount: 0, isDown: false, publicUrl: 'http://127.0.0.1:3000', openError: undefined as Error | undefined }
  let taken: AppError | undefined

  const throwIfGone = (pairingId: string) => {
    if (state.isDown) throw new AppError('SERVER_UNREACHABLE', 'The server does not answer.')
    if (ended.has(pairingId)) throw new AppError('PAIRING_ENDED', 'This pairing has ended.')
  }

  const end = (pairingId: string) => {
    ended.add(pairingId)
    studios.get(pairingId)?.leave()
  }

  const client: PairingClient = {
    open: async () => {
      if (state.openError !== undefined) throw state.openError
      state.openCount += 1
      return { pairingId: bytes(state.openCount, 16), studioToken: bytes(9, 32), expiresAtMs: 600_000, publicUrl: state.publicUrl }
    },
    listen: async ({ pairingId }, { signal, onConnected, onMessage }) => {
      throwIfGone(pairingId)
      onConnected()
      await new Promise<void>((resolve) => {
        const leave = () => {
          studios.delete(pairingId)
          resolve()
        }
        studios.set(pairingId, { onMessage, leave })
        signal.addEventListener('abort', leave)
      })
    },
    post: async (pairingId, message, isLast = false) => {
      seen.push({ message, isLast })
      throwIfGone(pairingId)
      if (taken !== undefined) throw taken
      studios.get(pairingId)?.onMessage(message)
      return { isDelivered: studios.has(pairingId) }
    },
    close: async ({ pairingId }) => end(pairingId),
  }

  return {
    client,
    state,
    /** Everything that the server was sent. */
    seen,
    /** Gives a studio a message that no phone of its own has sent. */
    inject: (pairingId: string, message: SealedMessage) => studios.get(pairingId)?.onMessage(message),
    /** Breaks the studios' connections off. */
    dropStudios: () => {
      for (const { leave } of studios.values()) leave()
    },
    /** Ends every room, as a restart of the server does. */
    endAll: () => {
      for (const pairingId of studios.keys()) end(pairingId)
    },
    /** From now on another phone has the room, or no longer. */
    takeByAnother: (isTaken: boolean) => {
      taken = isTaken ? new AppError('PAIRING_TAKEN', 'Another phone is paired.') : undefined
    },
  }
}
