import type { NumberColumn, SongIndex } from './song-index'
import { cadenceTempos, filterNames, unknowableFilters, type FilterName, type SongWishes, type UnknowableFilter } from './wishes'

/** Shorter ones are interludes, not songs. A song of unknown length may be played. */
export const minSongMs = 45_000

/** Set for an interlude, which no wish lets in. */
export const interludeBit = 1 << 15

/** Returns the bit that stands for a filter. */
export function bitOf(filter: FilterName): number {
  return 1 << filterNames.indexOf(filter)
}

/** Which filters each song fails, as bits (songCount,), and which of those only because its value is unknown: absent where no wish asks for a value. */
export type FilteredSongs = { readonly fails: Uint16Array; readonly unknown?: Uint16Array }

/** What the filters need to know beyond the wishes. */
export type FilterContext = {
  /** Whether the song at a position belongs to the listener's own library. */
  readonly isInLibrary: (songPosition: number) => boolean
  /** Positions of songs that were removed by hand. */
  readonly removedPositions: readonly number[]
}

/** A range of a column's codes, both ends included. */
type CodeRange = { readonly from: number; readonly to: number }

/** Values are stored in steps: one that is a rounding error beyond the end of a range is still inside. */
const codeSlack = 1e-6

function codeRange({ min, step }: NumberColumn, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): CodeRange {
  return { from: Math.ceil((from - min) / step - codeSlack), to: Math.floor((to - min) / step + codeSlack) }
}

/**
 * Tests every song of an index against the wishes about its fields, the library and what was removed. Excluded artists and other recordings of
 * removed songs are looked at song by song when the order is made.
 */
export function filterSongs(songIndex: SongIndex, wishes: SongWishes, context: FilterContext): FilteredSongs {
  const { numbers, songCount, genreFamilies } = songIndex
  const fails = new Uint16Array(songCount)
  let unknown: Uint16Array | undefined

  const keepRanges = (filter: UnknowableFilter, column: NumberColumn, ranges: readonly CodeRange[]): void => {
    const bit = bitOf(filter)
    const { codes, missingCode } = column
    const isUnknownIn = wishes.includeUnknown?.includes(filter) === true
    unknown ??= new Uint16Array(songCount)
    for (let row = 0; row < songCount; row++) {
      const code = codes[row] ?? missingCode
      if (code === missingCode) {
        if (isUnknownIn) continue
        fails[row] = (fails[row] ?? 0) | bit
        unknown[row] = (unknown[row] ?? 0) | bit
      } else if (!ranges.some(({ from, to }) => code >= from && code <= to)) {
        fails[row] = (fails[row] ?? 0) | bit
      }
    }
  }

  const { codes: durations, missingCode: noDuration } = numbers.durationMs
  const shortest = codeRange(numbers.durationMs, minSongMs).from
  for (let row = 0; row < songCount; row++) {
    const code = durations[row] ?? noDuration
    if (code < shortest && code !== noDuration) fails[row] = interludeBit
  }
  const { genreFamilies: wantedFamilies = [], excludedGenreFamilies = [] } = wishes
  if (wantedFamilies.length > 0 || excludedGenreFamilies.length > 0) {
    const isWanted = (family: string) =>
      (wantedFamilies.length === 0 || wantedFamilies.includes(family)) && !excludedGenreFamilies.includes(family)
    const allowed = genreFamilies.flatMap((family, code) => (isWanted(family) ? [{ from: code, to: code }] : []))
    keepRanges('genres', numbers.genreFamily, allowed)
  }
  if (wishes.yearFrom !== undefined || wishes.yearTo !== undefined) {
    keepRanges('years', numbers.releaseYear, [codeRange(numbers.releaseYear, wishes.yearFrom, wishes.yearTo)])
  }
  if (wishes.isExplicitAllowed === false) keepRanges('explicit', numbers.isExplicit, [codeRange(numbers.isExplicit, 0, 0)])
  if (wishes.tempoFromBpm !== undefined || wishes.tempoToBpm !== undefined) {
    keepRanges('tempo', numbers.tempoBpm, [codeRange(numbers.tempoBpm, wishes.tempoFromBpm, wishes.tempoToBpm)])
  }
  if (wishes.cadenceSpm !== undefined) {
    const ranges = cadenceTempos(wishes.cadenceSpm).map(({ fromBpm, toBpm }) => codeRange(numbers.tempoBpm, fromBpm, toBpm))
    keepRanges('cadence', numbers.tempoBpm, ranges)
  }
  const keepWhere = (filter: FilterName, isKept: (songPosition: number) => boolean): void => {
    const bit = bitOf(filter)
    for (let row = 0; row < songCount; row++) if (!isKept(row)) fails[row] = (fails[row] ?? 0) | bit
  }
  if (wishes.isOnlyLibrary === true) keepWhere('library', context.isInLibrary)
  if (wishes.familiarity === 'new') keepWhere('familiarity', (row) => !context.isInLibrary(row))
  for (const row of context.removedPositions) fails[row] = (fails[row] ?? 0) | bitOf('removed')
  return { fails, ...(unknown === undefined ? {} : { unknown }) }
}

/** How many songs a filter leaves out only because their value is unknown: they pass all the others. */
export type LeftOut = { readonly wish: UnknowableFilter; readonly songCount: number }

/** Counts what each filter leaves out for want of a value; filters that leave out none are absent. */
export function countLeftOut(filtered: readonly FilteredSongs[]): readonly LeftOut[] {
  const counts = new Map<number, number>()
  for (const { fails, unknown } of filtered) {
    if (unknown === undefined) continue
    for (let row = 0; row < fails.length; row++) {
      const bits = fails[row] ?? 0
      if (bits !== 0 && bits === unknown[row]) counts.set(bits, (counts.get(bits) ?? 0) + 1)
    }
  }
  return unknowableFilters.flatMap((wish) => {
    const songCount = counts.get(bitOf(wish)) ?? 0
    return songCount === 0 ? [] : [{ wish, songCount }]
  })
}
