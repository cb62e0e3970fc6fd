import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { SealedMessage } from '@/lib/contracts/pairing-api'
import { farewellCounter } from '@/lib/contracts/pairing-sizes'

import { createPairingRooms, type PairingRooms } from './pairing-rooms'

const message = (phoneId = 'phone-one-1', counter = 0): SealedMessage => ({ phoneId, counter, sealed: 'x' })

/** A studio that notes what it is told. */
function connectStudio(rooms: PairingRooms, { pairingId, studioToken }: { pairingId: string; studioToken: string }) {
  const told: (SealedMessage | 'end')[] = []
  const disconnect = rooms.connect(pairingId, studioToken, { onMessage: (sealed) => told.push(sealed), onEnd: () => told.push('end') })
  return { told, disconnect }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('pairing rooms', () => {
  it('pass messages on to the studio, and say when it is away', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const { told, disconnect } = connectStudio(rooms, room)
    expect(rooms.post(room.pairingId, message())).toEqual({ isDelivered: true })
    disconnect()
    expect(rooms.post(room.pairingId, message('phone-one-1', 1))).toEqual({ isDelivered: false })
    expect(told).toEqual([message()])
    const again = connectStudio(rooms, room)
    expect(again.told, 'what came meanwhile is not kept').toEqual([])
  })

  it('do not know an id that was never given out', () => {
    const rooms = createPairingRooms()
    expect(() => rooms.post('AAAAAAAAAAAAAAAAAAAAAA', message())).toThrow(expect.objectContaining({ code: 'PAIRING_ENDED' }))
    expect(() => rooms.post('../etc', message())).toThrow(expect.objectContaining({ code: 'PAIRING_ENDED' }))
  })

  it('let nobody but their studio listen or close', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const { told } = connectStudio(rooms, room)
    for (const studioToken of ['', 'wrong', rooms.open('here').studioToken]) {
      expect(() => connectStudio(rooms, { ...room, studioToken })).toThrow(expect.objectContaining({ code: 'PAIRING_ENDED' }))
      expect(() => rooms.close(room.pairingId, studioToken)).toThrow(expect.objectContaining({ code: 'PAIRING_ENDED' }))
    }
    expect(told).toEqual([])
  })

  it('hold one phone; another one may come when the first has been silent for 20 seconds', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const { told } = connectStudio(rooms, room)
    rooms.post(room.pairingId, message('phone-one-1'))
    vi.advanceTimersByTime(19_000)
    expect(() => rooms.post(room.pairingId, message('phone-two-2'))).toThrow(expect.objectContaining({ code: 'PAIRING_TAKEN' }))
    vi.advanceTimersByTime(2000)
    rooms.post(room.pairingId, message('phone-two-2'))
    expect(() => rooms.post(room.pairingId, message('phone-one-1', 1))).toThrow(expect.objectContaining({ code: 'PAIRING_TAKEN' }))
    expect(told).toEqual([message('phone-one-1'), message('phone-two-2')])
  })

  it('take another phone at once when the first has said goodbye', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    rooms.post(room.pairingId, message('phone-one-1'))
    rooms.post(room.pairingId, message('phone-one-1', farewellCounter))
    expect(() => rooms.post(room.pairingId, message('phone-two-2'))).not.toThrow()
  })

  it('stop a flood, which a second phone cannot cause for the first', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const { told } = connectStudio(rooms, room)
    rooms.post(room.pairingId, message())
    for (let count = 0; count < 500; count += 1) {
      expect(() => rooms.post(room.pairingId, message('phone-two-2', count))).toThrow(expect.objectContaining({ code: 'PAIRING_TAKEN' }))
    }
    for (let counter = 1; counter < 150; counter += 1) rooms.post(room.pairingId, message('phone-one-1', counter))
    expect(() => rooms.post(room.pairingId, message('phone-one-1', 150))).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
    expect(told).toHaveLength(150)
    vi.advanceTimersByTime(1000)
    expect(rooms.post(room.pairingId, message('phone-one-1', 151))).toEqual({ isDelivered: true })
  })

  it('end when no phone comes for ten minutes', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const { told } = connectStudio(rooms, room)
    expect(room.expiresAtMs - Date.now()).toBe(600_000)
    vi.advanceTimersByTime(599_000)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1001)
    expect(told).toEqual(['end'])
    expect(() => rooms.post(room.pairingId, message())).toThrow(expect.objectContaining({ code: 'PAIRING_ENDED' }))
  })

  it('with a phone last for hours, but not for ever', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const { told } = connectStudio(rooms, room)
    vi.advanceTimersByTime(60_000)
    rooms.post(room.pairingId, message())
    vi.advanceTimersByTime(7.9 * 3_600_000)
    expect(told).toEqual([message()])
    vi.advanceTimersByTime(0.1 * 3_600_000)
    expect(told).toEqual([message(), 'end'])
  })

  it('end half a minute after their studio has gone, and at once when it says so', () => {
    const rooms = createPairingRooms()
    const closed = rooms.open('here')
    const { told } = connectStudio(rooms, closed)
    rooms.close(closed.pairingId, closed.studioToken)
    expect(told).toEqual(['end'])
    expect(() => rooms.close(closed.pairingId, closed.studioToken)).not.toThrow()

    const left = rooms.open('here')
    connectStudio(rooms, left).disconnect()
    vi.advanceTimersByTime(29_000)
    connectStudio(rooms, left).disconnect()
    vi.advanceTimersByTime(30_001)
    expect(() => connectStudio(rooms, left)).toThrow(expect.objectContaining({ code: 'PAIRING_ENDED' }))
  })

  it('give a studio that connects again the place of its former stream', () => {
    const rooms = createPairingRooms()
    const room = rooms.open('here')
    const former = connectStudio(rooms, room)
    const present = connectStudio(rooms, room)
    expect(former.told).toEqual(['end'])
    former.disconnect()
    rooms.post(room.pairingId, message())
    expect(present.told).toEqual([message()])
  })

  it('are so many at most from one address, and are freed when they end', () => {
    const rooms = createPairingRooms()
    for (let count = 0; count < 20; count += 1) rooms.open('one')
    expect(() => rooms.open('one')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
    expect(() => rooms.open('another')).not.toThrow()
    vi.advanceTimersByTime(30_001)
    expect(() => rooms.open('one')).not.toThrow()
  })
})
