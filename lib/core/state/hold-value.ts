/** Holds a value that is to be read by people. */
export type HeldValue<Value> = {
  /** Takes what is so now; gives what to show. */
  push(value: Value, nowMs: number): Value
}

/** Makes a holder that shows a new value only after it came without a break for holdMs: words that change every frame cannot be read. */
export function createHeldValue<Value>(first: Value, holdMs: number): HeldValue<Value> {
  let shown = first
  let coming = first
  let comingSinceMs = -Infinity
  return {
    push(value, nowMs) {
      if (value === shown) coming = value
      else if (value !== coming) {
        coming = value
        comingSinceMs = nowMs
      } else if (nowMs - comingSinceMs >= holdMs) shown = value
      return shown
    },
  }
}
