import type { BackendName, Inference } from '@/lib/inference/inference'

/** The part of the browser's storage that is used. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>

const KEY = 'attune-backend'
/** Spelled out, because components take only types from lib/inference. */
const BACKENDS: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu']

const recall = (memory: Memory): BackendName | undefined => {
  try {
    const stored = memory.getItem(KEY)
    return BACKENDS.find((backendName) => backendName === stored)
  } catch {
    return undefined
  }
}

/** Gives an inference a memory: a backend that was chosen by hand is chosen again at the next start, as long as it works. */
export function rememberBackend(inference: Inference, memory: Memory): Inference {
  return {
    ...inference,
    start: async () => {
      const report = await inference.start()
      const wanted = recall(memory)
      const isUsable = report.measurements.some(({ backendName, isUsable }) => backendName === wanted && isUsable)
      if (wanted === undefined || !isUsable || report.isByHand) return report
      return inference.chooseBackend(wanted).catch(() => report)
    },
    chooseBackend: async (backendName) => {
      const report = await inference.chooseBackend(backendName)
      try {
        memory.setItem(KEY, backendName)
      } catch {
        // Storage may be forbidden; the choice then holds until the page is closed.
      }
      return report
    },
  }
}
