/** The wishes that keep songs out; each can be named as the one to let go where too few songs are left. */
export const filterNames = ['genres', 'years', 'explicit', 'tempo', 'cadence', 'library', 'familiarity', 'artists', 'removed'] as const
export type FilterName = (typeof filterNames)[number]

/** The wishes about fields that a song may lack; a song whose value is unknown is left out unless the listener lets it in. */
export const unknowableFilters = ['genres', 'years', 'explicit', 'tempo', 'cadence'] as const satisfies readonly FilterName[]
export type UnknowableFilter = (typeof unknowableFilters)[number]

/** Whether the listener wants songs that are known (to them, or to many), new ones, or does not mind. */
export const familiarities = ['any', 'familiar', 'new'] as const
export type Familiarity = (typeof familiarities)[number]

/** What the listener asks of the songs, as far as it keeps songs out or orders them. Absent and empty ones ask nothing. */
export type SongWishes = {
  readonly genreFamilies?: readonly string[]
  readonly excludedGenreFamilies?: readonly string[]
  readonly yearFrom?: number
  readonly yearTo?: number
  /** False: no song with explicit lyrics. */
  readonly isExplicitAllowed?: boolean
  readonly tempoFromBpm?: number
  readonly tempoToBpm?: number
  /** Steps a minute that the beat is to meet; half and double count. */
  readonly cadenceSpm?: number
  readonly isOnlyLibrary?: boolean
  readonly familiarity?: Familiarity
  /** Names as credited; a song is out where any of its artists is one of them. */
  readonly excludedArtists?: readonly string[]
  /** Out, and with them other recordings of the same song. */
  readonly excludedSongIds?: readonly string[]
  /** The filters that let songs pass whose value is unknown. */
  readonly includeUnknown?: readonly UnknowableFilter[]
}

/** How far from the cadence, as a share of it, a beat may be and still feel in step. */
export const cadenceTolerance = 0.05

/** Returns the tempo ranges in bpm whose beat meets a cadence: one beat a step, one for two steps, two for one. */
export function cadenceTempos(cadenceSpm: number): readonly { readonly fromBpm: number; readonly toBpm: number }[] {
  return [0.5, 1, 2].map((share) => ({
    fromBpm: cadenceSpm * share * (1 - cadenceTolerance),
    toBpm: cadenceSpm * share * (1 + cadenceTolerance),
  }))
}

/** Returns what is wrong with wishes that no song could fulfil, each finding with the wish it stands at; none where they agree. */
export function findContradictions(wishes: SongWishes): readonly { readonly wish: keyof SongWishes; readonly message: string }[] {
  const { yearFrom, yearTo, tempoFromBpm, tempoToBpm, genreFamilies = [], excludedGenreFamilies = [], cadenceSpm } = wishes
  const findings: { wish: keyof SongWishes; message: string }[] = []
  if (yearFrom !== undefined && yearTo !== undefined && yearFrom > yearTo) {
    findings.push({ wish: 'yearFrom', message: `expected a year up to yearTo, found ${yearFrom} with yearTo ${yearTo}` })
  }
  if (tempoFromBpm !== undefined && tempoToBpm !== undefined && tempoFromBpm > tempoToBpm) {
    findings.push({
      wish: 'tempoFromBpm',
      message: `expected a tempo up to tempoToBpm, found ${tempoFromBpm} with tempoToBpm ${tempoToBpm}`,
    })
  }
  for (const family of genreFamilies) {
    if (excludedGenreFamilies.includes(family)) {
      findings.push({ wish: 'excludedGenreFamilies', message: `expected genres that are not also wanted, found ${family} in both` })
    }
  }
  if (cadenceSpm !== undefined && (tempoFromBpm !== undefined || tempoToBpm !== undefined)) {
    const [from, to] = [tempoFromBpm ?? 0, tempoToBpm ?? Number.POSITIVE_INFINITY]
    if (!cadenceTempos(cadenceSpm).some(({ fromBpm, toBpm }) => fromBpm <= to && toBpm >= from)) {
      findings.push({
        wish: 'cadenceSpm',
        message: `expected steps that the wished tempo can meet, found ${cadenceSpm} with ${from} to ${to} bpm`,
      })
    }
  }
  if (wishes.isOnlyLibrary === true && wishes.familiarity === 'new') {
    findings.push({ wish: 'familiarity', message: 'expected any or familiar where only the own library may play, found new' })
  }
  return findings
}
