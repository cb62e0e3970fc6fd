import type { UserState } from '@/lib/core/state/user-state'

/** How sure the state is as a whole, 0..1: the mean over what is present; the listener's own word is certain. */
export const overallConfidence = ({ emotion, stress, activity, ownWord }: UserState): number => {
  const parts = [emotion?.confidence, stress?.confidence, activity?.confidence, ownWord === undefined ? undefined : 1]
  const present = parts.filter((part) => part !== undefined)
  return present.length === 0 ? 0 : present.reduce((sum, part) => sum + part, 0) / present.length
}
