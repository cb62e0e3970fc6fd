import { createWindowCutter, sampleCountOf, strideCountOf, type WindowFacts } from './create-window-cutter'
import type { SignalWindow, WindowSpec } from './window-spec'

/** One reading of the channels of a windowSpec, in its order and on its grid; NaN where there is nothing. */
export type WindowSample = { readonly timestampMs: number; readonly values: ArrayLike<number> }

/** Cuts a stream into windows; `push` returns the windows that the sample completes, most often none. */
export type Windower = { push(sample: WindowSample): readonly SignalWindow[] }

/**
 * Makes a windower for samples on the grid of windowSpec; `createWindowCutter` says what becomes a window.
 *
 * A sample that comes late by some steps leaves a gap; one that comes late by a window or more begins afresh; one that does not come
 * later than the last is ignored.
 */
export function createWindower(windowSpec: WindowSpec, facts: WindowFacts = {}): Windower {
  const stepMs = 1000 / windowSpec.sampleRateHz
  const windowSampleCount = sampleCountOf(windowSpec)
  const strideSampleCount = strideCountOf(windowSpec)
  const cutWindow = createWindowCutter(windowSpec, facts)
  // A ring: sample n of the stream lies in slot n % windowSampleCount.
  const ring = windowSpec.channels.map(() => new Float64Array(windowSampleCount).fill(NaN))
  let startMs = NaN
  let sampleCount = 0

  const cut = (): SignalWindow | undefined => {
    const slot = sampleCount % windowSampleCount
    const columns = ring.map((column) => {
      const ordered = new Float64Array(windowSampleCount)
      ordered.set(column.subarray(slot), 0)
      ordered.set(column.subarray(0, slot), windowSampleCount - slot)
      return ordered
    })
    return cutWindow(columns, startMs + (sampleCount - windowSampleCount) * stepMs)
  }

  const append = (values: ArrayLike<number> | undefined): SignalWindow | undefined => {
    const slot = sampleCount % windowSampleCount
    for (let index = 0; index < ring.length; index += 1) {
      const column = ring[index]
      if (column !== undefined) column[slot] = values?.[index] ?? NaN
    }
    sampleCount += 1
    const pastFirst = sampleCount - windowSampleCount
    return pastFirst >= 0 && pastFirst % strideSampleCount === 0 ? cut() : undefined
  }

  return {
    push({ timestampMs, values }) {
      const position = sampleCount === 0 ? 0 : Math.round((timestampMs - startMs) / stepMs)
      if (position < sampleCount) return []
      if (sampleCount === 0 || position - sampleCount >= windowSampleCount) {
        startMs = timestampMs
        sampleCount = 0
      }
      const missingCount = sampleCount === 0 ? 0 : position - sampleCount
      const windows: SignalWindow[] = []
      for (let step = 0; step <= missingCount; step += 1) {
        const window = append(step < missingCount ? undefined : values)
        if (window !== undefined) windows.push(window)
      }
      return windows
    },
  }
}
