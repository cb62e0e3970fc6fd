import { expect, test } from 'vitest'

import type { BackendName, Inference } from '@/lib/inference/inference'

import { lazyInference } from './lazy-inference'
import { rememberBackend, type Memory } from './remember-backend'

const notAsked = async () => Promise.reject(new Error('not asked for'))

const inferenceOn = (chosen: BackendName): Inference => {
  const report = (backendName: BackendName, isByHand: boolean) => ({
    chosen: backendName,
    isByHand,
    measurements: [
      { backendName: 'wasm' as const, isUsable: true, isSoftware: false },
      { backendName: 'webgl' as const, isUsable: false, isSoftware: false },
      { backendName: 'cpu' as const, isUsable: true, isSoftware: false },
    ],
  })
  return {
    start: async () => report(chosen, false),
    chooseBackend: async (backendName) => report(backendName, true),
    estimateFace: notAsked,
    estimateRecording: notAsked,
    assessRecording: notAsked,
    estimateCadence: notAsked,
    forgetRecording: () => {},
    activityWindowSpec: notAsked,
    estimateActivity: notAsked,
    takeBaseline: notAsked,
    fuseState: async () => new Float32Array(128),
    embedSongs: notAsked,
    dispose: () => undefined,
  }
}

const memoryWith = (stored: string | null): Memory & { stored: string | null } => {
  const memory = {
    stored,
    getItem: () => memory.stored,
    setItem: (_key: string, value: string) => {
      memory.stored = value
    },
  }
  return memory
}

test('inference is loaded with the first question, once', async () => {
  let loadCount = 0
  const inference = lazyInference(async () => {
    loadCount += 1
    return inferenceOn('wasm')
  })
  expect(loadCount).toBe(0)
  await Promise.all([inference.start(), inference.fuseState({})])
  expect(loadCount).toBe(1)
})

test('a load that failed is tried again', async () => {
  let isDown = true
  const inference = lazyInference(async () => {
    if (isDown) throw new Error('down')
    return inferenceOn('wasm')
  })
  await expect(inference.start()).rejects.toThrow('down')
  isDown = false
  await expect(inference.start()).resolves.toMatchObject({ chosen: 'wasm' })
})

test('a backend that was chosen by hand is chosen again at the next start', async () => {
  const memory = memoryWith(null)
  await rememberBackend(inferenceOn('wasm'), memory).chooseBackend('cpu')
  await expect(rememberBackend(inferenceOn('wasm'), memory).start()).resolves.toMatchObject({ chosen: 'cpu', isByHand: true })
})

test('a remembered backend that cannot be used any more, or was never one, is passed over', async () => {
  await expect(rememberBackend(inferenceOn('wasm'), memoryWith('webgl')).start()).resolves.toMatchObject({ chosen: 'wasm' })
  await expect(rememberBackend(inferenceOn('wasm'), memoryWith('abacus')).start()).resolves.toMatchObject({ chosen: 'wasm' })
})

test('a browser that forbids its storage only forgets', async () => {
  const forbidden: Memory = {
    getItem: () => {
      throw new Error('forbidden')
    },
    setItem: () => {
      throw new Error('forbidden')
    },
  }
  const inference = rememberBackend(inferenceOn('wasm'), forbidden)
  await expect(inference.start()).resolves.toMatchObject({ chosen: 'wasm' })
  await expect(inference.chooseBackend('cpu')).resolves.toMatchObject({ chosen: 'cpu' })
})
