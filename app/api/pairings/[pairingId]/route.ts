import type { NextRequest } from 'next/server'

import { sealedMessageSchema } from '@/lib/contracts/pairing-api'
import { handleRequest } from '@/lib/server/handle-request'
import { getPairingRooms } from '@/lib/server/pairing/pairing-rooms'
import { openStudioStream } from '@/lib/server/pairing/studio-stream'
import { readJson } from '@/lib/server/read-json'

type Context = { readonly params: Promise<{ readonly pairingId: string }> }

/** A sealed message is about 0.8 kB. */
const largestBodyBytes = 2048

const studioTokenOf = (request: NextRequest): string => /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''

/** GET: the messages of the phone, as server-sent events, for the studio that opened the room. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async () => {
    const { pairingId } = await params
    return openStudioStream(getPairingRooms(), pairingId, studioTokenOf(request))
  })
}

/** POST: a sealed message of the phone, which is passed on and not kept. */
export function POST(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async () => {
    const { pairingId } = await params
    const message = sealedMessageSchema.parse(await readJson(request, largestBodyBytes))
    return Response.json(getPairingRooms().post(pairingId, message))
  })
}

/** DELETE: the studio ends the pairing. */
export function DELETE(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async () => {
    const { pairingId } = await params
    getPairingRooms().close(pairingId, studioTokenOf(request))
    return new Response(null, { status: 204 })
  })
}
