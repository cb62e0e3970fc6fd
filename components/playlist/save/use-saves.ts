'use client'

import { useCallback, useEffect, useState } from 'react'

import { useAccount } from '@/components/account/account-store'
import type { Save, SaveRequest } from '@/lib/contracts/save-api'
import { createSaveClient } from '@/lib/stores/save-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

const client = createSaveClient((address, init) => fetch(address, init))

/** How often a save that is under way is asked for, in ms. */
const POLL_MS = 700
/** How often one that waits for Spotify is asked for, in ms. */
const PAUSED_POLL_MS = 5000

/** The saves of a playlist, as this page knows them. */
export type Saves = {
  /** Newest first; undefined until they are known. */
  readonly saves: readonly Save[] | undefined
  /** Whether a dialog may go by them: they are known, or there are none to know. */
  readonly isKnown: boolean
  /** Why they could not be read, begun or gone on with. */
  readonly problem: Problem | undefined
  /** Whether the wish could be recorded. */
  start(request: SaveRequest): Promise<boolean>
  resume(saveId: string): Promise<void>
}

/** How often to look at a save that will still change, in ms; undefined for one that ended. */
const pollMs = ({ state }: Save): number | undefined => {
  if (state.phase === 'done' || state.phase === 'failed') return undefined
  return state.phase === 'paused' ? PAUSED_POLL_MS : POLL_MS
}

/** Whether a save goes on without anybody doing something. */
export const goesOnByItself = ({ state }: Save): boolean =>
  state.phase === 'paused' ? state.resumeAtMs !== undefined : state.phase !== 'done' && state.phase !== 'failed'

/** Whether a save stands still until the listener connects again. */
export const waitsForConsent = ({ state }: Save): boolean =>
  state.phase === 'paused' &&
  state.resumeAtMs === undefined &&
  (state.code === 'SPOTIFY_RECONNECT' || state.code === 'SPOTIFY_NOT_CONNECTED')

/** Reads the saves of a playlist, and follows the newest one; a page that is opened later finds it where it stands. */
export const useSaves = (playlistId: string | undefined): Saves => {
  const { account } = useAccount()
  const isConnected = account?.state === 'connected' || account?.state === 'expired'
  const [found, setFound] = useState<{ readonly playlistId: string; readonly saves: readonly Save[] }>()
  const [problem, setProblem] = useState<Problem>()
  const saves = found !== undefined && found.playlistId === playlistId ? found.saves : undefined

  const put = useCallback((save: Save) => {
    setProblem(undefined)
    setFound((known) => {
      const others = known?.playlistId === save.playlistId ? known.saves.filter(({ saveId }) => saveId !== save.saveId) : []
      return { playlistId: save.playlistId, saves: [save, ...others].sort((a, b) => b.createdAtMs - a.createdAtMs) }
    })
  }, [])

  useEffect(() => {
    if (playlistId === undefined || !isConnected) return
    client.list(playlistId).then(
      (list) => setFound({ playlistId, saves: list.saves }),
      (error: unknown) => setProblem(toProblem(error)),
    )
  }, [playlistId, isConnected])

  const newest = saves?.[0]
  useEffect(() => {
    const waitMs = newest === undefined ? undefined : pollMs(newest)
    if (newest === undefined || waitMs === undefined) return
    const timer = setTimeout(() => {
      // A server that does not answer for a moment is asked again; what it last said stays in view.
      client.read(newest.saveId).then(put, (error: unknown) => {
        setProblem(toProblem(error))
        put({ ...newest })
      })
    }, waitMs)
    return () => clearTimeout(timer)
  }, [newest, put])

  const attempt = useCallback(
    async (act: () => Promise<Save>): Promise<boolean> => {
      try {
        put(await act())
        return true
      } catch (error) {
        setProblem(toProblem(error))
        return false
      }
    },
    [put],
  )

  return {
    saves,
    isKnown: saves !== undefined || problem !== undefined || (account !== undefined && !isConnected),
    problem,
    start: useCallback((request: SaveRequest) => attempt(() => client.start(request)), [attempt]),
    resume: useCallback(
      async (saveId: string) => {
        await attempt(() => client.resume(saveId))
      },
      [attempt],
    ),
  }
}
