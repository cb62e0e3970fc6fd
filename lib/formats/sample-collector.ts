const firstCapacity = 256

/** Times and values that grow as they are read. */
export type SampleCollector = {
  push(timestampMs: number, value: number): void
  /** The samples so far; views of the collector's own memory, which is given up. */
  finish(): { readonly timestampsMs: Float64Array<ArrayBuffer>; readonly columns: readonly [Float32Array<ArrayBuffer>] }
}

/** Makes a collector of one value at each time. */
export function createSampleCollector(): SampleCollector {
  let sampleCount = 0
  let timestampsMs = new Float64Array(firstCapacity)
  let values = new Float32Array(firstCapacity)
  const grow = () => {
    const oldTimes = timestampsMs
    const oldValues = values
    timestampsMs = new Float64Array(2 * sampleCount)
    values = new Float32Array(2 * sampleCount)
    timestampsMs.set(oldTimes)
    values.set(oldValues)
  }
  return {
    push(timestampMs, value) {
      if (sampleCount === timestampsMs.length) grow()
      timestampsMs[sampleCount] = timestampMs
      values[sampleCount] = value
      sampleCount++
    },
    finish: () => ({ timestampsMs: timestampsMs.subarray(0, sampleCount), columns: [values.subarray(0, sampleCount)] }),
  }
}
