import type { NextRequest } from 'next/server'

import type { Pairing } from '@/lib/contracts/pairing-api'
import { getEnv } from '@/lib/server/env'
import { handleRequest } from '@/lib/server/handle-request'
import { getPairingRooms } from '@/lib/server/pairing/pairing-rooms'

/** POST: opens a room in which one phone can reach this studio. */
export function POST(request: NextRequest): Promise<Response> {
  return handleRequest(request, async ({ address }) => {
    const pairing: Pairing = { ...getPairingRooms().open(address), publicUrl: getEnv().publicUrl }
    return Response.json(pairing, { status: 201, headers: { Location: `/api/pairings/${pairing.pairingId}` } })
  })
}
