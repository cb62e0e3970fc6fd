import { createStore, type StoreApi } from 'zustand/vanilla'

import { songCountLimits } from '@/lib/core/songs/song-count-limits'
import { goalUserState } from '@/lib/core/state/goal-user-state'
import type { OwnWord } from '@/lib/core/state/user-state'
import type { BackendName } from '@/lib/inference/inference'

import { createBaselineActions } from './baseline-actions'
import { deriveUserState, isEmptyUserState } from './derive-user-state'
import { createMotionActions } from './motion-actions'
import { createPairingActions } from './pairing-actions'
import { createPhotoActions } from './photo-actions'
import { createPlaylistActions } from './playlist-actions'
import { createRecordingActions } from './recording-actions'
import type { StudioContext } from './studio-context'
import type { StudioDeps } from './studio-deps'
import { emptyState, type StudioState } from './studio-state'
import { toProblem } from './to-problem'
import { createWebcamActions } from './webcam-actions'

const createActions = (context: StudioContext) => {
  const recordings = createRecordingActions(context)
  const motion = createMotionActions(context)
  const { deps, store, startBackend, refresh } = context
  return {
    ...createWebcamActions(context),
    ...motion,
    ...createPairingActions(context, motion),
    ...createPhotoActions(context),
    ...recordings,
    ...createBaselineActions(context, recordings.readWearableAgain),
    ...createPlaylistActions(context),
    startBackend,
    chooseBackend: async (backendName: BackendName) => {
      const { backend } = store.getState()
      if (backend.phase !== 'ready') return
      const { report } = backend
      store.setState({ backend: { phase: 'ready', report, isChanging: true } })
      try {
        const chosen = await deps.inference.chooseBackend(backendName)
        store.setState({ backend: { phase: 'ready', report: chosen, isChanging: false } })
      } catch (error) {
        store.setState({ backend: { phase: 'ready', report, isChanging: false, problem: toProblem(error) } })
      }
    },
    retryFusion: () => refresh(),
    /** Says a mood or an activity, or takes it back where the same is said twice. */
    sayOwnWord: (word: OwnWord) => {
      const { ownWord } = store.getState()
      const mood = word.mood === undefined ? ownWord.mood : word.mood === ownWord.mood ? undefined : word.mood
      const activity = word.activity === undefined ? ownWord.activity : word.activity === ownWord.activity ? undefined : word.activity
      store.setState({ ownWord: { ...(mood === undefined ? {} : { mood }), ...(activity === undefined ? {} : { activity }) } })
      refresh()
    },
    removeOwnWord: () => {
      store.setState({ ownWord: {} })
      refresh()
    },
  }
}

/** What the interface can do with the studio. */
export type StudioActions = ReturnType<typeof createActions>

/** The one store of the studio: what was read, the state it makes, and the playlist. */
export type StudioStore = StoreApi<StudioState> & { readonly actions: StudioActions }

/** Makes the studio's store; everything outside comes in as an argument. */
export function createStudioStore(deps: StudioDeps): StudioStore {
  const store = createStore<StudioState>(() => emptyState(songCountLimits.usual))
  let isFusing = false
  let isFusionStale = false

  const startBackend = async () => {
    if (store.getState().backend.phase === 'ready') return
    store.setState({ backend: { phase: 'starting' } })
    try {
      const report = await deps.inference.start()
      if (store.getState().backend.phase !== 'ready') store.setState({ backend: { phase: 'ready', report, isChanging: false } })
    } catch (error) {
      store.setState({ backend: { phase: 'failed', problem: toProblem(error) } })
      throw error
    }
  }

  const fuse = async () => {
    isFusionStale = true
    if (isFusing) return
    isFusing = true
    while (isFusionStale) {
      isFusionStale = false
      const { userState, goal } = store.getState()
      if (isEmptyUserState(userState)) {
        store.setState({ vector: { phase: 'none' } })
        continue
      }
      store.setState(({ vector: { problem: _problem, ...rest } }) => ({ vector: { ...rest, phase: 'fusing' } }))
      try {
        await startBackend()
        const stateVector = await deps.inference.fuseState(userState)
        const goalVector = goal === 'match' ? stateVector : await deps.inference.fuseState(goalUserState(goal, userState))
        if (!isEmptyUserState(store.getState().userState)) store.setState({ vector: { phase: 'ready', stateVector, goalVector } })
      } catch (error) {
        store.setState({ vector: { phase: 'failed', problem: toProblem(error) } })
      }
    }
    isFusing = false
  }

  const context: StudioContext = {
    deps,
    store,
    startBackend,
    refresh: () => {
      store.setState({ userState: deriveUserState(store.getState()) })
      void fuse()
    },
    announce: (announcement) => store.setState({ announcement }),
  }
  return Object.assign(store, { actions: createActions(context) })
}
