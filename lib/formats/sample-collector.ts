const firstCapacity = 256

/** Columns of samples that grow as they are read. */
export type SampleCollector = {
  readonly sampleCount: number
  push(timestampMs: number, ...values: readonly number[]): void
  /** The samples so far; views of the collector's own memory, which is given up. */
  finish(): { readonly timestampsMs: Float64Array<ArrayBuffer>; readonly columns: readonly Float32Array<ArrayBuffer>[] }
}

/** Makes a collector for so many values at each time. */
export function createSampleCollector(columnCount = 1): SampleCollector {
  let capacity = firstCapacity
  let sampleCount = 0
  let timestampsMs = new Float64Array(capacity)
  let columns = Array.from({ length: columnCount }, () => new Float32Array(capacity))
  return {
    get sampleCount() {
      return sampleCount
    },
    push(timestampMs, ...values) {
      if (sampleCount === capacity) {
        capacity *= 2
        const grownTimes = new Float64Array(capacity)
        grownTimes.set(timestampsMs)
        timestampsMs = grownTimes
        columns = columns.map((column) => {
          const grown = new Float32Array(capacity)
          grown.set(column)
          return grown
        })
      }
      timestampsMs[sampleCount] = timestampMs
      for (let index = 0; index < columnCount; index++) {
        const column = columns[index]
        if (column !== undefined) column[sampleCount] = values[index] ?? Number.NaN
      }
      sampleCount++
    },
    finish: () => ({
      timestampsMs: timestampsMs.subarray(0, sampleCount),
      columns: columns.map((column) => column.subarray(0, sampleCount)),
    }),
  }
}
