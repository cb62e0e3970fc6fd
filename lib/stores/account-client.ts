import type { Account, SetupCheck, SetupFacts, WishedPower } from '@/lib/contracts/account-api'

import { askServer, readReply, type FetchServer } from './ask-server'

/** What the interface asks of our own server about the Spotify account; rejects with an AppError. */
export type AccountClient = {
  read(): Promise<Account>
  /** Begins a sign-in; returns the address at Spotify to go to. The way back leads to `returnTo`, a path of ours. */
  startSignIn(wish: { readonly powers: readonly WishedPower[]; readonly returnTo: string }): Promise<string>
  /** Ends the session of this browser alone, and lets it forget whose playlists it showed. */
  signOut(): Promise<void>
  /** Deletes the connection with all that came from Spotify. */
  disconnect(): Promise<void>
  readSetup(): Promise<SetupFacts>
  checkSetup(): Promise<SetupCheck>
}

/** Talks to /api/account, /api/setup and next-auth's /api/auth. */
export function createAccountClient(fetchServer: FetchServer): AccountClient {
  const ask = (address: string, init?: RequestInit) => askServer(fetchServer, address, init)
  const contracts = () => import('@/lib/contracts/account-api')

  /** A step of next-auth's, which wants a form and the token against forged requests; returns the address to go on to. */
  const step = async (address: string, form: Readonly<Record<string, string>>): Promise<string> => {
    const { csrfReplySchema, nextStepSchema } = await contracts()
    const { csrfToken } = readReply(csrfReplySchema, await ask('/api/auth/csrf'), 'the start of a sign-in')
    const body = new URLSearchParams({ ...form, csrfToken, json: 'true' })
    return readReply(nextStepSchema, await ask(address, { method: 'POST', body }), 'the next step of a sign-in').url
  }

  return {
    read: async () => readReply((await contracts()).accountSchema, await ask('/api/account'), 'an account'),
    startSignIn: ({ powers, returnTo }) => step('/api/auth/signin/spotify', { powers: powers.join(','), callbackUrl: returnTo }),
    signOut: async () => {
      await step('/api/auth/signout', { callbackUrl: '/settings' })
    },
    disconnect: async () => {
      await ask('/api/account', { method: 'DELETE' })
    },
    readSetup: async () => readReply((await contracts()).setupFactsSchema, await ask('/api/setup'), 'a set-up'),
    checkSetup: async () => readReply((await contracts()).setupCheckSchema, await ask('/api/setup', { method: 'POST' }), 'a set-up check'),
  }
}
