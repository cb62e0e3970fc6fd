import { lessThanByte, quoteByte, spaceByte } from './ascii-bytes'
import { maxLineBytes } from './read-limits'
import type { Chunks } from './source-file'

const apostropheByte = 39
const equalsByte = 61

/**
 * Calls onTag for each '<' of an XML text, as its bytes arrive, with the place of the '<' and of the next one.
 *
 * A '<' within a value must be written otherwise, so the next one always ends a tag. Searching for that one byte runs at the speed of
 * memory, where a parser that makes strings of a 3 GB export takes minutes. A piece between two '<' of more than
 * `maxLineBytes` is passed over.
 */
export async function scanTags(chunks: Chunks, onTag: (bytes: Uint8Array, start: number, end: number) => void): Promise<void> {
  let carry = new Uint8Array(0)
  for await (const chunk of chunks) {
    let bytes = chunk
    if (carry.length > 0) {
      bytes = new Uint8Array(carry.length + chunk.length)
      bytes.set(carry)
      bytes.set(chunk, carry.length)
    }
    let start = bytes.indexOf(lessThanByte)
    while (start >= 0) {
      const end = bytes.indexOf(lessThanByte, start + 1)
      if (end < 0) break
      if (end - start <= maxLineBytes) onTag(bytes, start, end)
      start = end
    }
    carry = start >= 0 && bytes.length - start <= maxLineBytes ? bytes.slice(start) : new Uint8Array(0)
  }
  if (carry.length > 0) onTag(carry, 0, carry.length)
}

/** Whether the bytes from `at` on are these. */
export function startsWithBytes(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false
  return true
}

/**
 * Finds attributes of one tag: places[2 * n] and places[2 * n + 1] become where the value of names[n] begins and ends; -1 where it has none.
 */
export function findAttributes(bytes: Uint8Array, start: number, end: number, names: readonly Uint8Array[], places: Int32Array): void {
  places.fill(-1)
  let at = start
  while (at < end) {
    // Names are short and begin after a blank; what lies between quotes is skipped as a whole.
    while (at < end && bytes[at] !== equalsByte) at++
    const quote = bytes[at + 1]
    if (quote !== quoteByte && quote !== apostropheByte) {
      at++
      continue
    }
    const valueStart = at + 2
    let valueEnd = valueStart
    while (valueEnd < end && bytes[valueEnd] !== quote) valueEnd++
    for (let index = 0; index < names.length; index++) {
      const name = names[index]
      if (name === undefined) continue
      const nameStart = at - name.length
      if (startsWithBytes(bytes, nameStart, name) && (bytes[nameStart - 1] ?? 0) <= spaceByte) {
        places[2 * index] = valueStart
        places[2 * index + 1] = valueEnd
      }
    }
    at = valueEnd + 1
  }
}
