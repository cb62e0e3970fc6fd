import 'server-only'

import type { PairingRooms } from './pairing-rooms'

/** Proxies close a stream that is silent for half a minute or a minute; the studio takes a longer silence for a lost connection. */
const HEARTBEAT_MS = 10_000
/** Messages that wait for a slow studio at most; each says what is so now, so that older ones are worth nothing. */
const WAITING_COUNT = 8

/**
 * Answers a studio with a stream of server-sent events: each message of the phone as one event, and comments as heartbeats. It ends with
 * the room, and the studio's room is told when the studio goes. Throws PAIRING_ENDED.
 */
export function openStudioStream(rooms: PairingRooms, pairingId: string, studioToken: string): Response {
  const encoder = new TextEncoder()
  let leave = () => {}
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text))
        const disconnect = rooms.connect(pairingId, studioToken, {
          onMessage: (message) => {
            if ((controller.desiredSize ?? 0) > 0) send(`data: ${JSON.stringify(message)}\n\n`)
          },
          onEnd: () => {
            leave()
            controller.close()
          },
        })
        const heartbeat = setInterval(() => send(': here\n\n'), HEARTBEAT_MS).unref()
        leave = () => {
          clearInterval(heartbeat)
          disconnect()
        }
        // The first bytes tell the studio, and proxies on the way, that the stream is open.
        send(': open\n\n')
      },
      cancel: () => leave(),
    },
    { highWaterMark: WAITING_COUNT },
  )
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream',
      // Compressing would hold messages back; so would a proxy that gathers a reply first.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
