/** Sensors of one session may start and end this far apart (an E4's heart rate begins ten seconds late). */
const slackMs = 60_000

/** Puts what overlaps in time together, in order of time: files of two sessions that were dropped at once do not mix. */
export function groupByTime<Item extends { readonly startMs: number; readonly endMs: number }>(items: readonly Item[]): Item[][] {
  const groups: Item[][] = []
  let groupEndMs = -Infinity
  for (const item of items.toSorted((a, b) => a.startMs - b.startMs)) {
    const group = groups.at(-1)
    if (group === undefined || item.startMs > groupEndMs + slackMs) groups.push([item])
    else group.push(item)
    groupEndMs = Math.max(groupEndMs, item.endMs)
  }
  return groups
}
