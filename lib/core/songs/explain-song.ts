import { describeUserState } from '@/lib/core/state/describe-user-state'
import type { StatePart } from '@/lib/core/state/state-parts'
import type { Goal, UserState } from '@/lib/core/state/user-state'

import { seededShare } from './seeded-share'
import type { PlaylistSong, ReasonFeature, Standout } from './song'

/** A reason stays this short, so that it fits under a title on a phone. */
export const maxReasonLength = 110

/** Up to here along the path (0..1) a song stands at its beginning; from the second number on, at its end. */
const pathEnds = { start: 0.25, end: 0.75 } as const
/** Percentiles this far out are worth a number. */
const farOut = 0.88
/** So many of the songs that are that far out get the number; the others keep to words. */
const comparisonShare = 0.5

/** What each goal but 'match' leads to, and how the last songs of the way say that they are there. */
const goalWords: Readonly<Record<Exclude<Goal, 'match'>, { aim: string; arrival: string }>> = {
  lift: { aim: 'something brighter', arrival: 'on the bright side' },
  calm: { aim: 'calm', arrival: 'at calm' },
  focus: { aim: 'focus', arrival: 'at focus' },
  hold: { aim: 'the energy you came with', arrival: 'at the energy you came with' },
  energise: { aim: 'more energy', arrival: 'where the energy is' },
}

/** How each feature is said when it is low and when it is high, alone and in comparison with the catalogue. */
const featureWords: Readonly<Record<ReasonFeature, { low: string; high: string; lowMore: string; highMore: string }>> = {
  energy: { low: 'low in energy', high: 'full of energy', lowMore: 'lower in energy than', highMore: 'higher in energy than' },
  valence: { low: 'dark in tone', high: 'bright in tone', lowMore: 'darker in tone than', highMore: 'brighter in tone than' },
  danceability: {
    low: 'not made for dancing',
    high: 'easy to dance to',
    lowMore: 'less danceable than',
    highMore: 'more danceable than',
  },
  acousticness: { low: 'plugged in', high: 'acoustic', lowMore: 'less acoustic than', highMore: 'more acoustic than' },
  instrumentalness: { low: 'sung', high: 'mostly instrumental', lowMore: 'less instrumental than', highMore: 'more instrumental than' },
  speechiness: {
    low: 'with few spoken words',
    high: 'close to speech',
    lowMore: 'with fewer spoken words than',
    highMore: 'with more spoken words than',
  },
  tempoBpm: { low: 'slow', high: 'fast', lowMore: 'slower than', highMore: 'faster than' },
  loudnessDb: { low: 'soft', high: 'loud', lowMore: 'softer than', highMore: 'louder than' },
}

function isHigh(standout: Standout): boolean {
  return standout.percentile >= 0.5
}

function shortForm({ song }: PlaylistSong, standout: Standout): string {
  const words = featureWords[standout.feature]
  const word = isHigh(standout) ? words.high : words.low
  const { tempoBpm, instrumentalness } = song.features
  if (standout.feature === 'tempoBpm' && tempoBpm !== undefined) return `${word} at ${Math.round(tempoBpm)} bpm`
  // The word promises an absence of singing that a high percentile alone does not prove.
  if (standout.feature === 'instrumentalness' && isHigh(standout) && (instrumentalness ?? 0) < 0.5)
    return 'with long instrumental stretches'
  return word
}

function comparison(standout: Standout): string {
  const words = featureWords[standout.feature]
  const share = isHigh(standout) ? standout.percentile : 1 - standout.percentile
  return `${isHigh(standout) ? words.highMore : words.lowMore} ${Math.min(99, Math.floor(share * 100))} % of the catalogue`
}

/** What is known of a song's way into the playlist beyond its score parts. */
export type Moved = {
  /** The part of the state that brought it near (`findMovingPart`). */
  readonly part?: StatePart | undefined
  /** Steps a minute that its beat was to meet. */
  readonly cadenceSpm?: number | undefined
}

/**
 * The part of the state to name: the one that brought the song near. Where that is not known, the listener's word, which outranks the
 * sensors, or the only part there is; of several nobody knows which it was, and none is named.
 */
function movingClause(userState: UserState, part: StatePart | undefined): string | undefined {
  const phrases = describeUserState(userState)
  if (part !== undefined && phrases[part] !== undefined) return phrases[part]
  const [only, ...others] = Object.values(phrases)
  return phrases.ownMood ?? (others.length === 0 ? only : undefined)
}

/** A song counts as known where being known added so much to its fit, in cosine. */
const leastFamiliarityLift = 0.03

/** What the wishes did for a song, as words for its sound. */
function wishWords({ song, scoreParts }: PlaylistSong, cadenceSpm: number | undefined): readonly string[] {
  const { tempoBpm } = song.features
  return [
    ...(cadenceSpm === undefined || tempoBpm === undefined
      ? []
      : [`${Math.round(tempoBpm)} bpm for your ${Math.round(cadenceSpm)} steps a minute`]),
    ...(scoreParts.familiarityLift >= leastFamiliarityLift ? ['well known'] : []),
  ]
}

/** A reason's frame: what stands before or behind the words for the sound. */
type Frame = { readonly before: string } | { readonly behind: string }

function framesOf(pathPosition: number, clause: string | undefined, goal: Goal): readonly Frame[] {
  if (goal === 'match') {
    if (clause === undefined) return [{ before: 'Near where your signals meet' }, { behind: ', near where your signals meet' }]
    return [{ before: `Because ${clause}` }, { behind: `: ${clause}` }, { behind: `, because ${clause}` }]
  }
  const { aim, arrival } = goalWords[goal]
  if (pathPosition <= pathEnds.start) {
    if (clause === undefined) return [{ before: `The first steps to ${aim}` }, { behind: `: the first steps to ${aim}` }]
    return [{ before: `Begins where ${clause}` }, { before: `Meets you where ${clause}` }, { behind: `: it begins where ${clause}` }]
  }
  if (pathPosition >= pathEnds.end)
    return [{ before: `Arrives ${arrival}` }, { behind: `, to arrive ${arrival}` }, { behind: `: arrived ${arrival}` }]
  return [{ before: `On the way to ${aim}` }, { behind: `, on the way to ${aim}` }, { behind: `: a step nearer to ${aim}` }]
}

function inFrame(frame: Frame, sound: string): string {
  return 'before' in frame ? `${frame.before}: ${sound}.` : `${sound.charAt(0).toUpperCase()}${sound.slice(1)}${frame.behind}.`
}

function hashOf(songId: string): number {
  let hash = 0
  for (let letter = 0; letter < songId.length; letter++) hash = (Math.imul(hash, 31) + songId.charCodeAt(letter)) | 0
  return hash
}

/**
 * Says in one sentence of at most 110 characters why a song stands in the playlist: where on the path it is, what drew it there.
 *
 * Every part is true of this song and this state: features come from the song's own standouts, the state's part is the one that brought it
 * near, and is said only as what its signals look like. The wording varies with the song, and is always the same for the same one.
 */
export function explainSong(playlistSong: PlaylistSong, userState: UserState, goal: Goal, moved: Moved = {}): string {
  const { song, scoreParts } = playlistSong
  const seed = hashOf(song.songId)
  const clause = movingClause(userState, moved.part)
  const frames = framesOf(scoreParts.pathPosition, clause, goal)
  const frame = frames[Math.floor(seededShare(seed, 2) * frames.length)] ?? { behind: '' }
  const wished = wishWords(playlistSong, moved.cadenceSpm)
  const standouts =
    moved.cadenceSpm === undefined ? scoreParts.standouts : scoreParts.standouts.filter(({ feature }) => feature !== 'tempoBpm')
  const [first, ...others] = standouts
  if (first === undefined && wished.length > 0) return inFrame(frame, wished.join(' and '))
  if (first === undefined) {
    const percent = Math.floor(scoreParts.pathPercentile * 1000) / 10
    return inFrame(frame, `a close fit overall, nearer than ${percent} % of the catalogue`)
  }
  const shorts = [...wished, ...[first, ...others].map((standout) => shortForm(playlistSong, standout))]
  const sounds = [shorts.slice(0, 2).join(' and '), shorts[0] ?? '']
  if (shorts.length > 2) sounds.unshift(`${shorts.slice(0, -1).join(', ')} and ${shorts.at(-1)}`)
  const remote = standouts.find(({ percentile }) => Math.max(percentile, 1 - percentile) >= farOut)
  if (remote !== undefined && wished.length === 0 && seededShare(seed, 3) < comparisonShare) {
    const companion = standouts.find((standout) => standout !== remote)
    sounds.unshift(comparison(remote))
    if (companion !== undefined) sounds.unshift(`${shortForm(playlistSong, companion)}, ${comparison(remote)}`)
  }
  const sentences = sounds.map((sound) => inFrame(frame, sound))
  return sentences.find((sentence) => sentence.length <= maxReasonLength) ?? inFrame(frame, 'near this place')
}
