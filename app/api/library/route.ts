import { NextResponse, type NextRequest } from 'next/server'

import { libraryLimitBytes, unpackLibrary, type Library } from '@/lib/contracts/library-api'
import { AppError } from '@/lib/core/app-error'
import { getDb } from '@/lib/server/db'
import { handleRequest } from '@/lib/server/handle-request'
import { featureHost } from '@/lib/server/library/feature-service'
import { describeImport, forgetImport, keepImport } from '@/lib/server/library/imported-library'
import { createListenerId } from '@/lib/server/listener'
import { readBytes } from '@/lib/server/read-json'
import { rememberListener } from '@/lib/server/remember-listener'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'

async function describe(listenerId: string | undefined): Promise<Library> {
  const host = featureHost()
  return { ...(host === undefined ? {} : { featureHost: host }), ...(await describeImport(getDb(), await loadSongIndex(), listenerId)) }
}

/** GET: what is kept of this listener's own music. */
export function GET(request: NextRequest): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => Response.json(await describe(listenerId)))
}

/** PUT: keeps imported music in place of what was kept before; the listener's cookie is set, new or for longer. */
export function PUT(request: NextRequest): Promise<Response> {
  return handleRequest(request, async (caller) => {
    const { head, ownIndex } = unpack(await readBytes(request, libraryLimitBytes))
    const listenerId = caller.listenerId ?? createListenerId()
    await keepImport(getDb(), await loadSongIndex(), { listenerId, ...head, ownIndex, nowMs: Date.now() })
    const response = NextResponse.json(await describe(listenerId))
    rememberListener(request, response, listenerId)
    return response
  })
}

/** DELETE: deletes what was imported. */
export function DELETE(request: NextRequest): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    if (listenerId !== undefined) await forgetImport(getDb(), listenerId)
    return new Response(null, { status: 204 })
  })
}

function unpack(body: Uint8Array): ReturnType<typeof unpackLibrary> {
  try {
    return unpackLibrary(body)
  } catch (cause) {
    if (!(cause instanceof RangeError) && !(cause instanceof SyntaxError)) throw cause
    throw new AppError('INVALID_REQUEST', `the body: expected a length, a head in JSON and a song index, found ${cause.message}`, { cause })
  }
}
