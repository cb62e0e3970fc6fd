import type { NumberColumn } from './song-index'

/** Returns for each code of a column the share (0..1) of songs with a lower value, half of the equal ones counted; missing ones do not count. */
export function percentilesByCode({ codes, missingCode }: NumberColumn): Float32Array {
  let highest = 0
  for (const code of codes) if (code !== missingCode && code > highest) highest = code
  const counts = new Float64Array(highest + 1)
  let presentCount = 0
  for (const code of codes) {
    if (code === missingCode) continue
    counts[code] = (counts[code] ?? 0) + 1
    presentCount++
  }
  const percentiles = new Float32Array(highest + 1)
  let lowerCount = 0
  counts.forEach((count, code) => {
    percentiles[code] = presentCount === 0 ? 0 : (lowerCount + count / 2) / presentCount
    lowerCount += count
  })
  return percentiles
}
