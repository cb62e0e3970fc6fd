import type { StatePhrases } from './describe-user-state'
import type { UserState } from './user-state'

/** The parts of a state that a sentence can name. */
export type StatePart = keyof StatePhrases

/** A state without one of its parts. */
export type StateWithout = { readonly part: StatePart; readonly userState: UserState }

/** Returns for each part of a state that a sentence can name the same state without it. */
export function statesWithoutEachPart(userState: UserState): readonly StateWithout[] {
  const { emotion, stress, activity, ownWord } = userState
  const withouts: StateWithout[] = []
  const leave = (part: StatePart, remaining: UserState) => withouts.push({ part, userState: remaining })
  if (emotion !== undefined) leave('emotion', without(userState, 'emotion'))
  if (stress !== undefined) leave('stress', without(userState, 'stress'))
  if (activity !== undefined) leave('activity', without(userState, 'activity'))
  if (ownWord?.mood !== undefined) {
    const { mood: _mood, ...others } = ownWord
    leave('ownMood', { ...userState, ownWord: others })
  }
  if (ownWord?.activity !== undefined) {
    const { activity: _activity, ...others } = ownWord
    leave('ownActivity', { ...userState, ownWord: others })
  }
  return withouts
}

function without(userState: UserState, sensor: 'emotion' | 'stress' | 'activity'): UserState {
  return Object.fromEntries(Object.entries(userState).filter(([part]) => part !== sensor))
}
