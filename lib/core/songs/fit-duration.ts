import type { Run } from './gather-runs'
import { isEasyStep, maxSongsPerArtist, toSequenced, type IsAllowed, type SequencedSong } from './sequence-songs'
import type { SongKeys } from './song-keys-of'
import { numberAt } from './song-index'

/** A playlist this near to the wished length is as long as wished, in ms. */
const easyOffMs = 20_000
/** As many songs are exchanged at most. */
const maxExchangeCount = 6
/** As many songs of a run's pool are tried in a song's place. */
const triedCount = 160
/** What a minute off the wished length costs against fit, in cosine. */
const costPerMinute = 0.05

/** Returns the total length in ms; a song of unknown length counts as `usualMs`. */
export function totalDurationMs(order: readonly SequencedSong[], usualMs: number): number {
  return order.reduce((sum, { song }) => sum + durationOf(song, usualMs), 0)
}

function durationOf({ source, songPosition }: SequencedSong['song'], usualMs: number): number {
  return numberAt(source.songIndex.numbers.durationMs, songPosition) ?? usualMs
}

/** Exchanges single songs for others of their run until the order is as long as wished, keeping its rules and its easy steps. */
export function fitDuration(
  order: readonly SequencedSong[],
  wanted: { readonly durationMs: number; readonly usualMs: number },
  { runs, keys, isAllowed }: { readonly runs: readonly Run[]; readonly keys: SongKeys; readonly isAllowed: IsAllowed },
): readonly SequencedSong[] {
  let current = order
  let offMs = totalDurationMs(order, wanted.usualMs) - wanted.durationMs
  for (let exchange = 0; exchange < maxExchangeCount && Math.abs(offMs) > easyOffMs; exchange++) {
    let bestGain = 0
    let bestOrder: readonly SequencedSong[] | undefined
    let bestOffMs = offMs
    for (const [place, leaving] of current.entries()) {
      const leavingMs = durationOf(leaving.song, wanted.usualMs)
      const pool = runs[leaving.runIndex]?.pool ?? []
      for (let candidate = 0; candidate < Math.min(triedCount, pool.length); candidate++) {
        const song = pool[candidate]
        if (song === undefined) continue
        const newOffMs = offMs - leavingMs + durationOf(song, wanted.usualMs)
        const gain = ((Math.abs(offMs) - Math.abs(newOffMs)) / 60_000) * costPerMinute - (leaving.song.fit - song.fit)
        if (gain <= bestGain) continue
        const coming = toSequenced(song, leaving.runIndex, keys)
        if (!isAllowed(song, coming.songKey) || !mayStandAt(current, place, coming)) continue
        bestGain = gain
        bestOffMs = newOffMs
        bestOrder = current.toSpliced(place, 1, coming)
      }
    }
    if (bestOrder === undefined) break
    current = bestOrder
    offMs = bestOffMs
  }
  return current
}

function mayStandAt(order: readonly SequencedSong[], place: number, coming: SequencedSong): boolean {
  const [before, after] = [order[place - 1], order[place + 1]]
  for (const neighbour of [before, after]) {
    if (neighbour !== undefined && (neighbour.artistKey === coming.artistKey || !isEasyStep(neighbour, coming))) return false
  }
  const others = order.toSpliced(place, 1)
  if (others.some(({ songKey }) => songKey === coming.songKey)) return false
  return others.filter(({ artistKey }) => artistKey === coming.artistKey).length < maxSongsPerArtist
}
