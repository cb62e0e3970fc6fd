import type { BackendMeasurement, BackendName } from './inference'

/** How many times faster another backend must be before a real WebGPU adapter is passed over: less is within what a busy machine varies by. */
const clearlyFasterRatio = 1.5

/** Used where nothing could be measured: works wherever WebAssembly does, and needs no graphics card. */
const unmeasuredOrder: readonly BackendName[] = ['wasm', 'cpu', 'webgl', 'webgpu']

/**
 * Chooses a backend from what was measured: real WebGPU unless another is clearly faster, else the fastest; one on a software adapter never,
 * unless nothing else is there. Returns undefined where no backend can be used.
 */
export function pickBackend(measurements: readonly BackendMeasurement[]): BackendName | undefined {
  const timed = measurements
    .flatMap(({ backendName, medianMs, isSoftware }) => (medianMs === undefined || isSoftware ? [] : [{ backendName, medianMs }]))
    .toSorted((a, b) => a.medianMs - b.medianMs)
  const fastest = timed[0]
  if (fastest !== undefined) {
    const webgpu = timed.find(({ backendName }) => backendName === 'webgpu')
    return webgpu !== undefined && webgpu.medianMs <= fastest.medianMs * clearlyFasterRatio ? 'webgpu' : fastest.backendName
  }
  const usable = new Set(measurements.filter(({ isUsable }) => isUsable).map(({ backendName }) => backendName))
  return unmeasuredOrder.find((backendName) => usable.has(backendName))
}
