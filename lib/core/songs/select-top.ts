/** Values are counted in this many classes over -1..1 to find where the best begin, before any is sorted. */
const classCount = 4096

/** Returns the positions of the `count` largest values among those allowed, largest first; equal ones by position. Values outside -1..1 count, too. */
export function selectTop(values: Float32Array, count: number, isAllowed: (position: number) => boolean = () => true): number[] {
  if (count <= 0) return []
  const sizes = new Uint32Array(classCount)
  const classes = new Uint16Array(values.length)
  for (let position = 0; position < values.length; position++) {
    const scaled = (((values[position] ?? 0) + 1) * classCount) / 2
    const valueClass = scaled <= 0 ? 0 : scaled >= classCount ? classCount - 1 : scaled | 0
    classes[position] = valueClass
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
    for (let position = 0; position < classes.length; position++) {
      const valueClass = classes[position] ?? 0
      if (valueClass >= lower && valueClass < upper && isAllowed(position)) found.push(position)
    }
    found.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
    taken = taken.concat(found)
    upper = lower
  }
  return taken.slice(0, count)
}
