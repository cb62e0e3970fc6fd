import type { MoodWord } from './labels'
import type { Goal, UserState } from './user-state'

/** The mood word in whose place each goal but 'match' lies. */
const goalMoods: Readonly<Record<Exclude<Goal, 'match'>, MoodWord>> = { lift: 'happy', calm: 'calm', focus: 'focused', energise: 'excited' }

/**
 * Returns the user state whose fused vector is the goal's place: for 'match' the state itself, else the goal's mood word.
 *
 * Lift and energise keep what the body does, so that the tempo stays with it; calm and focus let it go, because they lead to rest.
 */
export function goalUserState(goal: Goal, userState: UserState): UserState {
  if (goal === 'match') return userState
  const mood = goalMoods[goal]
  if (goal === 'calm' || goal === 'focus') return { ownWord: { mood } }
  const ownActivity = userState.ownWord?.activity
  return {
    ...(userState.activity === undefined ? {} : { activity: userState.activity }),
    ownWord: ownActivity === undefined ? { mood } : { mood, activity: ownActivity },
  }
}
