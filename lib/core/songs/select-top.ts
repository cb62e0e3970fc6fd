/** Values are counted in this many classes over -1..1 to find where the best begin, before any is sorted. */
const classCount = 4096

/** Returns the positions of the `count` largest values (each -1..1) among those allowed, largest first; equal ones by position. */
export function selectTop(values: Float32Array, count: number, isAllowed: (position: number) => boolean = () => true): number[] {
  if (count <= 0) return []
  const classOf = (value: number) => Math.min(classCount - 1, Math.max(0, Math.floor(((value + 1) / 2) * classCount)))
  const sizes = new Uint32Array(classCount)
  for (const value of values) {
    const valueClass = classOf(value)
    sizes[valueClass] = (sizes[valueClass] ?? 0) + 1
  }
  // Taken class by class from the top, so that isAllowed is asked of the songs near the top alone.
  let upper = classCount
  let taken: number[] = []
  while (taken.length < count && upper > 0) {
    let lower = upper
    let size = 0
    while (lower > 0 && size < count) size += sizes[--lower] ?? 0
    const found: number[] = []
    values.forEach((value, position) => {
      const valueClass = classOf(value)
      if (valueClass >= lower && valueClass < upper && isAllowed(position)) found.push(position)
    })
    found.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
    taken = taken.concat(found)
    upper = lower
  }
  return taken.slice(0, count)
}
