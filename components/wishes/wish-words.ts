import type { FilterName } from '@/lib/core/songs/wishes'
import type { Relaxation } from '@/lib/core/songs/too-few-songs-error'
import type { ListenerWishes } from '@/lib/stores/listener-wishes'

/** How each genre of the catalogue is called where its own name is no word. */
const familyNames: Readonly<Record<string, string>> = {
  'r&b-soul': 'R&B and soul',
  'indie-alt': 'Indie',
  'standards-vocal': 'Standards',
  'comedy-spoken': 'Spoken',
  'hip-hop': 'Hip-hop',
  'k-pop': 'K-pop',
}

/** Returns the name of a genre family for people. */
export const familyName = (family: string): string => familyNames[family] ?? family.charAt(0).toUpperCase() + family.slice(1)

/** What is let go, as a button says it. */
const letGoWords: Readonly<Record<FilterName, string>> = {
  genres: 'Any genre',
  years: 'Any year',
  explicit: 'Allow explicit lyrics',
  tempo: 'Any tempo',
  cadence: 'Do not follow my steps',
  library: 'Not only my library',
  familiarity: 'Known songs too',
  artists: 'Let the artists back in',
  removed: 'Let removed songs back in',
}

/** Returns the words of the button that lets a wish go, with how many songs there would be. */
export const relaxationWords = ({ wish, songCount, isEnough }: Relaxation): string =>
  `${letGoWords[wish]}: ${songCount} songs${isEnough ? '' : ', still too few'}`

const unknownWords: Readonly<Record<FilterName, string>> = {
  genres: 'without a known genre',
  years: 'without a known year',
  explicit: 'of which nobody says whether their lyrics are explicit',
  tempo: 'without a known tempo',
  cadence: 'without a known tempo',
  library: '',
  familiarity: '',
  artists: '',
  removed: '',
}

/** Returns how many songs a wish leaves out for want of a value, as a sentence. */
export const leftOutWords = ({ wish, songCount }: { readonly wish: FilterName; readonly songCount: number }): string =>
  `${songCount.toLocaleString('en')} ${songCount === 1 ? 'song' : 'songs'} ${unknownWords[wish]} ${songCount === 1 ? 'is' : 'are'} left out.`

const yearWords = ({ yearFrom, yearTo }: ListenerWishes): string | undefined => {
  if (yearFrom !== undefined && yearTo !== undefined) return `${yearFrom} to ${yearTo}`
  if (yearFrom !== undefined) return `from ${yearFrom}`
  return yearTo === undefined ? undefined : `up to ${yearTo}`
}

const tempoWords = ({ tempoFromBpm, tempoToBpm }: ListenerWishes): string | undefined => {
  if (tempoFromBpm !== undefined && tempoToBpm !== undefined) return `${tempoFromBpm} to ${tempoToBpm} bpm`
  if (tempoFromBpm !== undefined) return `from ${tempoFromBpm} bpm`
  return tempoToBpm === undefined ? undefined : `up to ${tempoToBpm} bpm`
}

/** Says in a few words what the listener wishes; 'Any song' where nothing is asked. */
export const wishesSummary = (wishes: ListenerWishes, songCount: number, cadenceSpm: number | undefined): string => {
  const { minutes, genreFamilies = [], isExplicitAllowed, familiarity, isOnlyLibrary, excludedArtists = [] } = wishes
  const genres = genreFamilies.length > 2 ? `${genreFamilies.length} genres` : genreFamilies.map(familyName).join(', ')
  const asked = [
    minutes === undefined ? `${songCount} songs` : `${minutes} min`,
    genres === '' ? undefined : genres,
    yearWords(wishes),
    tempoWords(wishes),
    wishes.followsSteps && cadenceSpm !== undefined ? `in step at ${Math.round(cadenceSpm)}` : undefined,
    isExplicitAllowed === false ? 'no explicit lyrics' : undefined,
    familiarity === 'familiar' ? 'known' : familiarity === 'new' ? 'new' : undefined,
    isOnlyLibrary === true ? 'my library only' : undefined,
    excludedArtists.length === 0 ? undefined : `without ${excludedArtists.length} ${excludedArtists.length === 1 ? 'artist' : 'artists'}`,
  ]
  return asked.filter((words) => words !== undefined).join(', ')
}
