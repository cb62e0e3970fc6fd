// The inner loops of the search, in AssemblyScript: dot products of int8 vectors with int16 queries, eight at a time (SIMD), over a memory
// that every worker shares. Addresses are bytes in that memory; dims is a multiple of 8. Compiled into scan-kernel.ts by
// scripts/build-scan-kernel.mjs.

// @ts-ignore: decorator
@inline
function dot(row: usize, query: usize, dims: usize): i32 {
  let sums = i32x4.splat(0)
  let others = i32x4.splat(0)
  for (let dim: usize = 0; dim < dims; dim += 16) {
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + dim), v128.load(query + (dim << 1))))
    others = i32x4.add(others, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + dim + 8), v128.load(query + (dim << 1), 16)))
  }
  return total(i32x4.add(sums, others))
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): i32 {
  lanes = i32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1))
  lanes = i32x4.add(lanes, i32x4.shuffle(lanes, lanes, 1, 0, 3, 2))
  return i32x4.extract_lane(lanes, 0)
}

/** Writes the cosines of the rows from `start` to `end` to a query: f32 at `out`, a row each. */
export function scanOne(vectors: usize, scales: usize, dims: usize, start: usize, end: usize, query: usize, factor: f32, out: usize): void {
  for (let row = start; row < end; row++) {
    store<f32>(out + (row << 2), f32(dot(vectors + row * dims, query, dims)) * factor * load<f32>(scales + (row << 2)))
  }
}

/** Writes the cosines of the rows from `start` to `end` to two queries, at `out` and at `other out`; each row is read once for both. */
export function scanTwo(
  vectors: usize,
  scales: usize,
  dims: usize,
  start: usize,
  end: usize,
  query: usize,
  factor: f32,
  out: usize,
  otherQuery: usize,
  otherFactor: f32,
  otherOut: usize,
): void {
  for (let row = start; row < end; row++) {
    const vector = vectors + row * dims
    const scale = load<f32>(scales + (row << 2))
    let sums = i32x4.splat(0)
    let others = i32x4.splat(0)
    for (let dim: usize = 0; dim < dims; dim += 8) {
      const part = v128.load_ext<i8>(vector + dim)
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(part, v128.load(query + (dim << 1))))
      others = i32x4.add(others, i32x4.dot_i16x8_s(part, v128.load(otherQuery + (dim << 1))))
    }
    store<f32>(out + (row << 2), f32(total(sums)) * factor * scale)
    store<f32>(otherOut + (row << 2), f32(total(others)) * otherFactor * scale)
  }
}

/** Keeps the `limit` rows of the highest cosines in a heap at `heap`; returns how many. */
export function scanTop(
  vectors: usize,
  scales: usize,
  dims: usize,
  start: usize,
  end: usize,
  query: usize,
  factor: f32,
  limit: usize,
  heap: usize,
): usize {
  let size: usize = 0
  let lowest: f32 = f32.MIN_VALUE - f32.MAX_VALUE
  for (let row = start; row < end; row++) {
    const cosine = f32(dot(vectors + row * dims, query, dims)) * factor * load<f32>(scales + (row << 2))
    if (size == limit && cosine <= lowest) continue
    if (size < limit) {
      siftUp(heap, size++, cosine, u32(row))
    } else {
      siftDown(heap, size, cosine, u32(row))
    }
    if (size == limit) lowest = load<f32>(heap)
  }
  return size
}

/** Entries of eight bytes, cosine and row; the lowest cosine stands first. */
function siftUp(heap: usize, at: usize, cosine: f32, row: u32): void {
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (load<f32>(heap + (parent << 3)) <= cosine) break
    store<u64>(heap + (at << 3), load<u64>(heap + (parent << 3)))
    at = parent
  }
  store<f32>(heap + (at << 3), cosine)
  store<u32>(heap + (at << 3), row, 4)
}

function siftDown(heap: usize, size: usize, cosine: f32, row: u32): void {
  let at: usize = 0
  for (;;) {
    let child: usize = (at << 1) + 1
    if (child >= size) break
    if (child + 1 < size && load<f32>(heap + ((child + 1) << 3)) < load<f32>(heap + (child << 3))) child++
    if (load<f32>(heap + (child << 3)) >= cosine) break
    store<u64>(heap + (at << 3), load<u64>(heap + (child << 3)))
    at = child
  }
  store<f32>(heap + (at << 3), cosine)
  store<u32>(heap + (at << 3), row, 4)
}
