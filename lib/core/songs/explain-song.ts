import { describeUserState } from '@/lib/core/state/describe-user-state'
import type { Goal, UserState } from '@/lib/core/state/user-state'

import { seededShare } from './seeded-share'
import type { PlaylistSong, ReasonFeature, Standout } from './song'

/** A reason stays this short, so that it fits under a title on a phone. */
export const maxReasonLength = 110

/** Up to here along the path (0..1) a song stands at its beginning; from the second number on, at its end. */
const pathEnds = { start: 0.25, end: 0.75 } as const
/** Percentiles this far out are worth a number. */
const farOut = 0.88

const goalWords: Readonly<Record<Goal, string>> = {
  match: 'where you are',
  lift: 'something brighter',
  calm: 'calm',
  focus: 'focus',
  energise: 'more energy',
}

/** How each feature is said when it is low and when it is high; the longer form compares it with the catalogue. */
const featureWords: Readonly<Record<ReasonFeature, { low: string; high: string; lowMore: string; highMore: string }>> = {
  energy: { low: 'low in energy', high: 'full of energy', lowMore: 'lower in energy than', highMore: 'higher in energy than' },
  valence: { low: 'dark in tone', high: 'bright in tone', lowMore: 'darker in tone than', highMore: 'brighter in tone than' },
  danceability: {
    low: 'hardly made for dancing',
    high: 'easy to dance to',
    lowMore: 'less danceable than',
    highMore: 'more danceable than',
  },
  acousticness: { low: 'hardly acoustic', high: 'acoustic', lowMore: 'less acoustic than', highMore: 'more acoustic than' },
  instrumentalness: { low: 'sung', high: 'mostly instrumental', lowMore: 'less instrumental than', highMore: 'more instrumental than' },
  speechiness: { low: 'few spoken words', high: 'close to speech', lowMore: 'fewer spoken words than', highMore: 'more spoken words than' },
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

/** The part of the state that moved its vector most, as a clause: the listener's word first, then what the sensors are surest of. */
function strongestClause(userState: UserState, pick: number): string | undefined {
  const phrases = describeUserState(userState)
  if (phrases.ownMood !== undefined) return phrases.ownMood
  const sensed = [
    { clause: phrases.emotion, confidence: userState.emotion?.confidence ?? 0 },
    { clause: phrases.stress, confidence: userState.stress?.confidence ?? 0 },
    {
      clause: phrases.ownActivity ?? phrases.activity,
      confidence: phrases.ownActivity === undefined ? (userState.activity?.confidence ?? 0) : 1,
    },
  ].flatMap(({ clause, confidence }) => (clause === undefined ? [] : [{ clause, confidence }]))
  if (sensed.length === 0) return undefined
  // Each sensor moved the vector; which of them a song's line names goes round, weighted by confidence.
  const total = sensed.reduce((sum, { confidence }) => sum + confidence, 0)
  let rest = pick * total
  return (sensed.find(({ confidence }) => (rest -= confidence) < 0) ?? sensed[0])?.clause
}

function pickOne(options: readonly string[], share: number): string {
  return options[Math.min(options.length - 1, Math.floor(share * options.length))] ?? ''
}

function lead(pathPosition: number, clause: string | undefined, goal: Goal, share: number): string {
  if (goal === 'match') {
    return clause === undefined
      ? pickOne(['From the middle of the catalogue', 'A place to begin'], share)
      : pickOne([`Because ${clause}`, `Near to how ${clause}`.replace('how your word is', 'your word,')], share)
  }
  const aim = goalWords[goal]
  if (pathPosition <= pathEnds.start) {
    return clause === undefined ? `The first steps to ${aim}` : pickOne([`Begins where ${clause}`, `Meets you where ${clause}`], share)
  }
  if (pathPosition >= pathEnds.end) return pickOne([`Arrives at ${aim}`, `Here is ${aim}`, `The end of the way: ${aim}`], share)
  return pickOne([`On the way to ${aim}`, `Turning towards ${aim}`, `A step nearer to ${aim}`], share)
}

function hashOf(songId: string): number {
  let hash = 0
  for (let letter = 0; letter < songId.length; letter++) hash = (Math.imul(hash, 31) + songId.charCodeAt(letter)) | 0
  return hash
}

/**
 * Says in one sentence of at most 110 characters why a song stands in the playlist: where on the path it is, what drew it there.
 *
 * Every part is true of this song and this state: features come from the song's own standouts, the state only as what its signals look
 * like. The wording varies with the song, and is always the same for the same one.
 */
export function explainSong(playlistSong: PlaylistSong, userState: UserState, goal: Goal): string {
  const { song, scoreParts } = playlistSong
  const seed = hashOf(song.songId)
  const clause = strongestClause(userState, seededShare(seed, 1))
  const opening = lead(scoreParts.pathPosition, clause, goal, seededShare(seed, 2))
  const [first, ...others] = scoreParts.standouts
  if (first === undefined) {
    const percent = Math.floor(scoreParts.pathPercentile * 1000) / 10
    return `${opening}: as a whole it lies nearer than ${percent} % of the catalogue.`
  }
  const remote = scoreParts.standouts.find(({ percentile }) => Math.max(percentile, 1 - percentile) >= farOut)
  const shorts = [first, ...others].map((standout) => shortForm(playlistSong, standout))
  const bodies = [
    shorts.length > 2 ? `${shorts.slice(0, -1).join(', ')} and ${shorts.at(-1)}` : '',
    shorts.slice(0, 2).join(' and '),
    shorts[0] ?? '',
  ].filter((body) => body !== '')
  if (remote !== undefined && seededShare(seed, 3) < 0.5) {
    const companion = scoreParts.standouts.find((standout) => standout !== remote)
    if (companion !== undefined) bodies.unshift(`${shortForm(playlistSong, companion)}, and ${comparison(remote)}`)
    bodies.splice(1, 0, comparison(remote))
  }
  const sentences = bodies.map((body) => `${opening}: ${body}.`)
  return sentences.find((sentence) => sentence.length <= maxReasonLength) ?? `${opening}.`
}
