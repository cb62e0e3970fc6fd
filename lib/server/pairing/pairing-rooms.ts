import 'server-only'

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

import type { Delivery, SealedMessage } from '@/lib/contracts/pairing-api'
import { farewellCounter } from '@/lib/contracts/pairing-sizes'
import { AppError } from '@/lib/core/app-error'

import { createRateLimiter } from '../rate-limit'

/** A phone has to come within this time. */
const WAITING_MS = 10 * 60_000
/** No pairing outlasts this: longer than a long run or a day at the desk. */
const LONGEST_MS = 8 * 60 * 60_000
/** A studio that is gone for this long has been closed; a network that changes takes a few seconds. */
const STUDIO_GRACE_MS = 30_000
/** After this silence of the phone that came first, another one may take its place. */
const PHONE_GRACE_MS = 20_000
/** A phone sends about 50 messages a minute. */
const MESSAGES_PER_MINUTE = 150
/** A household has a few studios open; a server of a school some hundred. */
const ROOMS_PER_ADDRESS = 20
const ROOM_COUNT = 2000

const ENDED_WORDS = 'This pairing has ended, or was never opened here. Open a new one in the studio and scan its code.'

type Room = {
  readonly address: string
  readonly tokenHash: Buffer
  readonly openedAtMs: number
  /** Ends the room; set anew with what happens in it. */
  timer: NodeJS.Timeout
  studio: StudioEnd | undefined
  phone: { readonly phoneId: string; readonly seenAtMs: number } | undefined
}

/** The studio's end of a room. */
export type StudioEnd = {
  onMessage(message: SealedMessage): void
  /** The room is gone, or another stream of the same studio took this one's place. */
  onEnd(): void
}

/** The rooms in which phones and studios meet, in the memory of this process. They pass messages on and keep none. */
export type PairingRooms = {
  /** Opens a room for a studio at a network address; without a stream it is gone after a moment. Rejects with RATE_LIMITED where too many are open. */
  open(address: string): { readonly pairingId: string; readonly studioToken: string; readonly expiresAtMs: number }
  /** Connects the studio, in the place of its former stream; returns how it disconnects. Throws PAIRING_ENDED. */
  connect(pairingId: string, studioToken: string, studio: StudioEnd): () => void
  /** Passes a message of the phone on. Throws PAIRING_ENDED, PAIRING_TAKEN for a second phone, and RATE_LIMITED. */
  post(pairingId: string, message: SealedMessage): Delivery
  /** Ends a room at the studio's word; one that has ended already is fine. */
  close(pairingId: string, studioToken: string): void
}

/** Makes the rooms. */
export function createPairingRooms(): PairingRooms {
  const rooms = new Map<string, Room>()
  const takeToken = createRateLimiter({ perMinute: MESSAGES_PER_MINUTE, callerCount: ROOM_COUNT })

  const end = (pairingId: string) => {
    const room = rooms.get(pairingId)
    if (room === undefined) return
    clearTimeout(room.timer)
    rooms.delete(pairingId)
    const { studio } = room
    room.studio = undefined
    studio?.onEnd()
  }

  const endAfter = (pairingId: string, durationMs: number) => setTimeout(() => end(pairingId), durationMs).unref()

  /** How long a room may last from now on, its studio being there. */
  const restMs = ({ openedAtMs, phone }: Room) => openedAtMs + (phone === undefined ? WAITING_MS : LONGEST_MS) - Date.now()

  const roomOf = (pairingId: string): Room => {
    const room = rooms.get(pairingId)
    if (room === undefined) throw new AppError('PAIRING_ENDED', ENDED_WORDS)
    return room
  }

  const roomOfStudio = (pairingId: string, studioToken: string): Room => {
    const room = roomOf(pairingId)
    if (!timingSafeEqual(room.tokenHash, hashOf(studioToken))) throw new AppError('PAIRING_ENDED', ENDED_WORDS)
    return room
  }

  return {
    open: (address) => {
      const fromThere = [...rooms.values()].filter((room) => room.address === address).length
      if (fromThere >= ROOMS_PER_ADDRESS || rooms.size >= ROOM_COUNT) {
        throw new AppError('RATE_LIMITED', 'Too many pairings are open here. Close one in another window, or try again in a minute.')
      }
      const [pairingId, studioToken] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')]
      const openedAtMs = Date.now()
      const timer = endAfter(pairingId, STUDIO_GRACE_MS)
      rooms.set(pairingId, { address, tokenHash: hashOf(studioToken), openedAtMs, timer, studio: undefined, phone: undefined })
      return { pairingId, studioToken, expiresAtMs: openedAtMs + WAITING_MS }
    },
    connect: (pairingId, studioToken, studio) => {
      const room = roomOfStudio(pairingId, studioToken)
      const former = room.studio
      room.studio = studio
      former?.onEnd()
      clearTimeout(room.timer)
      room.timer = endAfter(pairingId, restMs(room))
      return () => {
        if (room.studio !== studio) return
        room.studio = undefined
        clearTimeout(room.timer)
        room.timer = endAfter(pairingId, STUDIO_GRACE_MS)
      }
    },
    post: (pairingId, message) => {
      const room = roomOf(pairingId)
      const nowMs = Date.now()
      const { phone } = room
      if (phone !== undefined && phone.phoneId !== message.phoneId && nowMs - phone.seenAtMs < PHONE_GRACE_MS) {
        throw new AppError('PAIRING_TAKEN', 'Another phone or window is paired with this studio. Close it there, then try again here.')
      }
      const { isAllowed, retryAfterSec } = takeToken(pairingId, nowMs)
      if (!isAllowed) throw new AppError('RATE_LIMITED', `Too many messages in a short time. Try again in ${retryAfterSec} s.`)
      room.phone = { phoneId: message.phoneId, seenAtMs: message.counter === farewellCounter ? -Infinity : nowMs }
      if (phone === undefined && room.studio !== undefined) {
        clearTimeout(room.timer)
        room.timer = endAfter(pairingId, restMs(room))
      }
      room.studio?.onMessage(message)
      return { isDelivered: room.studio !== undefined }
    },
    close: (pairingId, studioToken) => {
      if (!rooms.has(pairingId)) return
      roomOfStudio(pairingId, studioToken)
      end(pairingId)
    },
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attunePairingRooms: PairingRooms | undefined
}

/** The rooms of this process. */
export function getPairingRooms(): PairingRooms {
  globalThis.attunePairingRooms ??= createPairingRooms()
  return globalThis.attunePairingRooms
}
