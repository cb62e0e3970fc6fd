import type { NextRequest } from 'next/server'

import { handleAuth } from '@/lib/server/auth/handle-auth'
import { handleRequest } from '@/lib/server/handle-request'

type Context = { readonly params: Promise<{ readonly nextauth: readonly string[] }> }

async function answer(request: NextRequest, { params }: Context): Promise<Response> {
  const { nextauth: path } = await params
  return handleRequest(request, ({ listenerId }) => handleAuth(request, { path, listenerId }))
}

/** The steps of signing in with Spotify, and the sign-out. */
export { answer as GET, answer as POST }
