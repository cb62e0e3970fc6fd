'use client'

import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

import type { Account, WishedPower } from '@/lib/contracts/account-api'
import { createAccountClient } from '@/lib/stores/account-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

/** The account as far as this page knows it; filled by effects only, so that nothing of it is ever rendered on the server. */
type AccountView = {
  readonly account?: Account
  readonly problem?: Problem
  /** Leaving for Spotify, signing out or disconnecting. */
  readonly isBusy: boolean
}

/** The server's side of the account. */
export const accountClient = createAccountClient((address, init) => fetch(address, init))

const store = createStore<AccountView>(() => ({ isBusy: false }))
let reading: Promise<void> | undefined

const read = async () => {
  try {
    store.setState({ account: await accountClient.read(), isBusy: false }, true)
  } catch (error) {
    store.setState({ problem: toProblem(error), isBusy: false }, true)
  }
}

/** Asks the server anew how this browser stands with Spotify. */
export const readAccountAgain = (): Promise<void> => {
  reading = read()
  return reading
}

/** How this browser stands with Spotify; asked for once a page, by whoever wants it first. */
export const useAccount = (): AccountView => {
  useEffect(() => {
    reading ??= read()
  }, [])
  return useStore(store)
}

const attempt = async (act: () => Promise<void>) => {
  store.setState({ isBusy: true })
  try {
    await act()
  } catch (error) {
    store.setState({ problem: toProblem(error), isBusy: false })
  }
}

/** Leaves for Spotify's page of consent; the way back leads to `returnTo`. */
export const connectSpotify = (powers: readonly WishedPower[], returnTo: string): Promise<void> =>
  attempt(async () => {
    const held = store.getState().account
    const kept = held !== undefined && 'powers' in held ? held.powers : []
    location.assign(await accountClient.startSignIn({ powers: [...new Set([...kept, ...powers])], returnTo }))
  })

/** Deletes the connection and all that came from Spotify. */
export const disconnectSpotify = (): Promise<void> =>
  attempt(async () => {
    await accountClient.disconnect()
    await readAccountAgain()
  })

/** Ends this browser's session; its playlists stay with the account. */
export const signOut = (): Promise<void> =>
  attempt(async () => {
    await accountClient.signOut()
    await readAccountAgain()
  })
