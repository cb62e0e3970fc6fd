import type { NextRequest } from 'next/server'

import { featuresRequestSchema, type FeaturesReply } from '@/lib/contracts/library-api'
import { handleRequest } from '@/lib/server/handle-request'
import { readFeatures } from '@/lib/server/library/feature-service'
import { readJson } from '@/lib/server/read-json'

/** POST: audio features by Spotify id from the service that the operator named; 404 where none is. */
export function POST(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => {
    const { songIds } = featuresRequestSchema.parse(await readJson(request))
    const reply: FeaturesReply = { songs: [...(await readFeatures(songIds))] }
    return Response.json(reply)
  })
}
