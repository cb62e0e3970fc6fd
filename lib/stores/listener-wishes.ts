import type { Wishes } from '@/lib/contracts/playlist-api'
import type { FilterName } from '@/lib/core/songs/wishes'
import type { Goal, UserState } from '@/lib/core/state/user-state'
import { walkingCadence } from '@/lib/core/state/walking-cadence'

/** What the listener sets in the wishes panel; the length in songs, the seed and the removed songs are kept apart. */
export type ListenerWishes = Readonly<
  Partial<
    Pick<
      Wishes,
      | 'minutes'
      | 'genreFamilies'
      | 'yearFrom'
      | 'yearTo'
      | 'isExplicitAllowed'
      | 'tempoFromBpm'
      | 'tempoToBpm'
      | 'isOnlyLibrary'
      | 'familiarity'
      | 'excludedArtists'
      | 'includeUnknown'
    >
  >
> & {
  /** Whether the tempo follows the steps of a listener who walks or runs. */
  readonly followsSteps: boolean
}

/** Nothing asked, but a beat that meets the steps where there are any. */
export const noWishes: ListenerWishes = { followsSteps: true }

/** Changes some wishes; those that become undefined ask nothing any more. */
export type WishChanges = { readonly [Wish in keyof ListenerWishes]?: ListenerWishes[Wish] | undefined }

/** Returns wishes with changes made; a list that becomes empty asks nothing any more. */
export function changeWishes(wishes: ListenerWishes, changes: WishChanges): ListenerWishes {
  const isAsked = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0)
  const { followsSteps, ...others } = { ...wishes, ...changes }
  return { ...Object.fromEntries(Object.entries(others).filter(([, value]) => isAsked(value))), followsSteps: followsSteps ?? true }
}

/** Returns the wishes without the one that keeps too many songs out. */
export function letGo(wishes: ListenerWishes, filter: FilterName): ListenerWishes {
  const changes: Readonly<Record<FilterName, WishChanges>> = {
    genres: { genreFamilies: undefined },
    years: { yearFrom: undefined, yearTo: undefined },
    explicit: { isExplicitAllowed: undefined },
    tempo: { tempoFromBpm: undefined, tempoToBpm: undefined },
    cadence: { followsSteps: false },
    library: { isOnlyLibrary: undefined },
    familiarity: { familiarity: undefined },
    artists: { excludedArtists: undefined },
    removed: {},
  }
  return changeWishes(wishes, changes[filter])
}

/**
 * The state that a playlist is planned for: without the steps where the beat is not to meet them, because the place of a state in the song
 * space follows its steps too. A state of steps alone keeps them.
 */
export function plannedState({ followsSteps }: ListenerWishes, userState: UserState): UserState {
  const { cadence: _cadence, ...rest } = userState
  return followsSteps || Object.keys(rest).length === 0 ? userState : rest
}

/** What a request asks beyond length, seed and removed songs: the listener's wishes, the steps to follow, the energy to hold. */
export function requestWishes({ followsSteps, ...asked }: ListenerWishes, userState: UserState, goal: Goal) {
  const cadenceSpm = followsSteps ? walkingCadence(userState) : undefined
  return {
    ...asked,
    ...(cadenceSpm === undefined ? {} : { cadenceSpm }),
    ...(goal === 'hold' ? { isEnergyHeld: true } : {}),
  }
}
