import type { Stretch } from '@/lib/core/signal/assess-quality'
import { songCountLimits } from '@/lib/core/songs/song-count-limits'
import { goalUserState } from '@/lib/core/state/goal-user-state'
import { statesWithoutEachPart } from '@/lib/core/state/state-parts'
import type { Goal } from '@/lib/core/state/user-state'
import type { Playlist, PlaylistRequest } from '@/lib/contracts/playlist-api'
import type { FilterName, UnknowableFilter } from '@/lib/core/songs/wishes'

import { isEmptyUserState } from './derive-user-state'
import { changeWishes, letGo, plannedState, requestWishes, type ListenerWishes, type WishChanges } from './listener-wishes'
import type { StudioContext } from './studio-context'
import type { PlaylistState, StudioState } from './studio-state'
import { toProblem } from './to-problem'

/** How long a removed song can be brought back, in ms. */
export const UNDO_MS = 7000
/** How long length and wishes must rest before the playlist is planned anew, in ms. */
const WISHES_REST_MS = 500
const SEED_COUNT = 0x1_0000_0000

/** The stretch that the listener picked in a recording and that says something, a wearable's before a phone's; else undefined. */
const pickedStretch = ({ stress, activity }: StudioState['recordings']): Stretch | undefined => {
  const picked = [stress, activity].find((state) => state.phase === 'read' && state.isPicked && state.abstention === undefined)
  return picked?.phase === 'read' ? picked.now : undefined
}

/** The playlist: make, plan anew, longer or shorter, remove a song and bring it back. */
export function createPlaylistActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  let seed = 0
  let excludedSongIds: readonly string[] = []
  let turn = 0
  let restTurn = 0
  /** What to do again after a failure. */
  let lastAttempt: () => Promise<void> = async () => undefined

  const requestOf = async (): Promise<{ request: PlaylistRequest; madeFor: NonNullable<PlaylistState['madeFor']> }> => {
    const { userState: readState, goal, recordings, wishes: wishesThen } = store.getState()
    const userState = plannedState(wishesThen, readState)
    const stretch = pickedStretch(recordings)
    await startBackend()
    const stateVector = await deps.inference.fuseState(userState)
    const goalVector = await deps.inference.fuseState(goalUserState(goal, userState))
    const parts = statesWithoutEachPart(userState)
    // A state of one part has nothing to tell its reasons apart.
    const rests = parts.length < 2 ? [] : parts
    const withouts = await Promise.all(
      rests.map(async ({ part, userState: rest }) => ({ part, vector: await deps.inference.fuseState(rest) })),
    )
    const { songCount, wishes: listenerWishes } = store.getState()
    const wishes = { ...requestWishes(listenerWishes, userState, goal), songCount, excludedSongIds: [...excludedSongIds], seed }
    return {
      request: { stateVector: Array.from(stateVector), goalVector: Array.from(goalVector), wishes },
      madeFor: { userState, goal, stateVector, goalVector, withouts, ...(stretch === undefined ? {} : { stretch }) },
    }
  }

  const attempt = async (plan: (request: PlaylistRequest) => Promise<Playlist>, said: string) => {
    turn += 1
    const myTurn = turn
    lastAttempt = () => attempt(plan, said)
    store.setState(({ playlist: { problem: _problem, removed: _removed, ...rest } }) => ({ playlist: { ...rest, phase: 'making' } }))
    try {
      const { request, madeFor } = await requestOf()
      const playlist = await plan(request)
      if (turn !== myTurn) return
      store.setState({ playlist: { phase: 'ready', playlist, madeFor } })
      announce(`${said} ${playlist.songs.length} songs.`)
    } catch (error) {
      if (turn !== myTurn) return
      const problem = toProblem(error)
      store.setState(({ playlist }) => ({ playlist: { ...playlist, phase: 'failed', problem } }))
    }
  }

  const shownPlaylist = () => store.getState().playlist.playlist

  const replan = async (said: string) => {
    const playlist = shownPlaylist()
    if (playlist === undefined) return
    await attempt((request) => deps.api.replan(playlist.playlistId, request), said)
  }

  /** Tells the server which songs stay, once the removal can no longer be undone. */
  const settleRemoval = async () => {
    const { playlist, removed } = store.getState().playlist
    if (removed === undefined || playlist === undefined) return
    store.setState(({ playlist: { removed: _removed, ...rest } }) => ({ playlist: rest }))
    try {
      await deps.api.keepSongs(
        playlist.playlistId,
        playlist.songs.map(({ song }) => song.songId),
      )
    } catch (error) {
      const problem = toProblem(error)
      lastAttempt = async () => {
        store.setState(({ playlist: { problem: _problem, ...rest } }) => ({ playlist: { ...rest, phase: 'ready', removed } }))
        await settleRemoval()
      }
      store.setState(({ playlist: shown }) => ({ playlist: { ...shown, phase: 'failed', problem } }))
    }
  }

  /** Plans the playlist that is shown anew once its wishes have rested; one that could not be made is tried again. */
  const replanSoon = async (said: string) => {
    restTurn += 1
    const myTurn = restTurn
    await deps.wait(WISHES_REST_MS)
    if (restTurn !== myTurn) return
    await settleRemoval()
    if (shownPlaylist() !== undefined) await replan(said)
    else if (store.getState().playlist.phase === 'failed') await lastAttempt()
  }

  const setWishes = async (wishes: ListenerWishes) => {
    store.setState({ wishes })
    await replanSoon('The playlist follows your wishes:')
  }

  return {
    chooseGoal: (goal: Goal) => {
      store.setState({ goal })
      refresh()
    },
    makePlaylist: async () => {
      if (isEmptyUserState(store.getState().userState)) return
      await settleRemoval()
      seed = Math.floor(deps.random() * SEED_COUNT)
      excludedSongIds = []
      await attempt((request) => deps.api.create(request), 'The playlist is ready:')
    },
    /** Other songs for the state and goal of now. */
    regenerate: async () => {
      await settleRemoval()
      seed = Math.floor(deps.random() * SEED_COUNT)
      await replan('The playlist was made anew:')
    },
    /** Sets the length; a playlist that exists follows after a short rest. */
    setSongCount: async (wanted: number) => {
      const songCount = Math.min(songCountLimits.max, Math.max(songCountLimits.min, Math.round(wanted)))
      // A number of songs takes the place of minutes.
      store.setState(({ wishes }) => ({ songCount, wishes: changeWishes(wishes, { minutes: undefined }) }))
      await replanSoon('The playlist has a new length:')
    },
    /** Changes what the listener wishes; a playlist that exists follows after a short rest. */
    changeWishes: (changes: WishChanges) => setWishes(changeWishes(store.getState().wishes, changes)),
    /** Lets a wish go that left too few songs, and tries again. */
    letWishGo: (filter: FilterName) => setWishes(letGo(store.getState().wishes, filter)),
    /** Lets songs pass a wish whose value is unknown. */
    includeUnknown: async (filter: UnknowableFilter) => {
      const { wishes } = store.getState()
      await setWishes(changeWishes(wishes, { includeUnknown: [...new Set([...(wishes.includeUnknown ?? []), filter])] }))
    },
    removeSong: async (songId: string) => {
      await settleRemoval()
      const playlist = shownPlaylist()
      const index = playlist?.songs.findIndex(({ song }) => song.songId === songId) ?? -1
      const entry = playlist?.songs[index]
      // The last song stays: a playlist without one is no playlist.
      if (playlist === undefined || entry === undefined || playlist.songs.length === 1) return
      excludedSongIds = [...excludedSongIds, songId]
      const removed = { songId, title: entry.song.title, index, entry }
      store.setState({
        playlist: { ...store.getState().playlist, removed, playlist: { ...playlist, songs: playlist.songs.toSpliced(index, 1) } },
      })
      announce(`${entry.song.title} was removed.`)
      await deps.wait(UNDO_MS)
      if (store.getState().playlist.removed === removed) await settleRemoval()
    },
    undoRemove: () => {
      const { playlist, removed } = store.getState().playlist
      if (playlist === undefined || removed === undefined) return
      excludedSongIds = excludedSongIds.filter((songId) => songId !== removed.songId)
      store.setState(({ playlist: { removed: _removed, ...rest } }) => ({
        playlist: { ...rest, playlist: { ...playlist, songs: playlist.songs.toSpliced(removed.index, 0, removed.entry) } },
      }))
      announce(`${removed.title} is back.`)
    },
    settleRemoval,
    retryPlaylist: () => lastAttempt(),
  }
}
