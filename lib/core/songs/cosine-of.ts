/** Returns the cosine between two vectors (dims,). */
export function cosineOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0]
  for (let dim = 0; dim < a.length; dim++) {
    const [x, y] = [a[dim] ?? 0, b[dim] ?? 0]
    dot += x * y
    aa += x * x
    bb += y * y
  }
  return dot / Math.sqrt(aa * bb)
}
