import type { Stretch } from '@/lib/core/signal/assess-quality'

import type { StudioContext } from './studio-context'
import { toProblem } from './to-problem'

/** The person's own zero: taken from the wearable's recording, kept on the device, forgotten again. */
export function createBaselineActions({ deps, store, startBackend, announce }: StudioContext, readAgain: () => Promise<void>) {
  return {
    /** Brings back what the browser kept; called once the page is open. */
    recallBaseline: async () => {
      const kept = await deps.baselineMemory.recall()
      // One that was taken meanwhile is newer.
      if (kept === undefined || store.getState().baseline.phase !== 'none') return
      store.setState({ baseline: { phase: 'kept', kept } })
      await readAgain()
    },
    /** Takes the baseline from a stretch of the wearable's recording, by default its quietest three minutes, and reads the recording anew. */
    takeBaseline: async (stretch?: Stretch) => {
      const { recordings, baseline: before } = store.getState()
      if (recordings.stress.phase !== 'read' || before.phase === 'taking') return
      const { recording } = recordings.stress
      store.setState({ baseline: { phase: 'taking', ...(before.kept === undefined ? {} : { kept: before.kept }) } })
      try {
        await startBackend()
        const taken = await deps.inference.takeBaseline(recording, stretch)
        const kept = { formatVersion: 1, sourceName: recording.fileName, ...taken } as const
        deps.baselineMemory.keep(kept)
        store.setState({ baseline: { phase: 'kept', kept } })
        announce('Your baseline was taken. The recording is read anew.')
      } catch (error) {
        store.setState({ baseline: { ...before, problem: toProblem(error) } })
        return
      }
      await readAgain()
    },
    /** Deletes the baseline from the device and reads the recording by itself again. */
    forgetBaseline: async () => {
      deps.baselineMemory.forget()
      store.setState({ baseline: { phase: 'none' } })
      announce('Your baseline was deleted.')
      await readAgain()
    },
  }
}
