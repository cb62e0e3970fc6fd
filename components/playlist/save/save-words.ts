import { playlistName } from '@/components/playlist/playlist-name'
import type { SaveState, UnplayableReason } from '@/lib/contracts/save-api'
import { describeUserState } from '@/lib/core/state/describe-user-state'
import type { Goal, UserState } from '@/lib/core/state/user-state'

/** What a playlist was made for, as long as this page remembers it. */
export type MadeFor = { readonly userState: UserState; readonly goal: Goal; readonly stateVector: Float32Array }

const MS_PER_DAY = 86_400_000

/** Where each goal leads, as the end of a description. */
const goalEndings: Readonly<Record<Goal, string>> = {
  match: 'It stays there.',
  lift: 'It leads to a lift.',
  calm: 'It leads to calm.',
  focus: 'It leads into focus.',
  energise: 'It leads to more energy.',
  hold: 'It holds the energy.',
}

const dayOf = (timestampMs: number) => new Date(timestampMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })

/** The name that a playlist gets in Spotify unless the listener writes another: 'To calm, 26 November'. */
export function savedName(goal: Goal | undefined, createdAtMs: number): string {
  const name = goal === undefined ? 'Tuned by Attune' : playlistName(goal)
  return `${name}, ${dayOf(createdAtMs)}`
}

/** Says what a playlist was made for, where that is known; the listener sees it, and may change it, before it goes to Spotify. */
export function savedDescription(madeFor: Pick<MadeFor, 'userState' | 'goal'> | undefined, createdAtMs: number): string {
  const made = `Made with Attune on ${new Date(createdAtMs).toLocaleDateString('en-GB', { dateStyle: 'long' })}`
  if (madeFor === undefined) return `${made}.`
  const because = Object.values(describeUserState(madeFor.userState))
  const reason = because.length === 0 ? '' : `, because ${new Intl.ListFormat('en-GB').format(because)}`
  return `${made}${reason}. ${goalEndings[madeFor.goal]}`
}

/** A time to come in words: 'at 18:40', 'tomorrow at 02:10', 'on 3 December at 02:10'. */
export function timeToComeWords(timestampMs: number, nowMs: number): string {
  const time = new Date(timestampMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const isDay = (dayMs: number) => new Date(dayMs).toDateString() === new Date(timestampMs).toDateString()
  if (isDay(nowMs)) return `at ${time}`
  return isDay(nowMs + MS_PER_DAY) ? `tomorrow at ${time}` : `on ${dayOf(timestampMs)} at ${time}`
}

/** What a save that is under way does, and about which share of it is done, 0..1. */
export function progressOf(state: Extract<SaveState, { phase: string }>): { readonly words: string; readonly doneShare: number } {
  switch (state.phase) {
    case 'waiting':
      return { words: 'Waiting for its turn', doneShare: 0 }
    case 'creating':
      return { words: 'Making the playlist in Spotify', doneShare: 0.05 }
    case 'writing':
      return {
        words: `Writing songs: ${state.writtenCount} of ${state.songCount}`,
        doneShare: 0.1 + 0.6 * (state.writtenCount / Math.max(1, state.songCount)),
      }
    case 'checking':
      return { words: 'Asking Spotify which songs play for you', doneShare: 0.72 }
    case 'replacing':
      return {
        words: `Finding others for ${state.unplayableCount === 1 ? 'one song that does' : `${state.unplayableCount} songs that do`} not play`,
        doneShare: 0.8,
      }
    case 'cover':
      return { words: 'Setting the cover', doneShare: 0.92 }
    case 'paused':
      return { words: 'Waiting', doneShare: 0 }
    case 'done':
      return { words: 'Saved', doneShare: 1 }
    case 'failed':
      return { words: 'Not saved', doneShare: 0 }
  }
}

/** Why a song is not in the saved playlist, after its title. */
export const unplayableWords: Readonly<Record<UnplayableReason, string>> = {
  gone: 'is no longer in Spotify',
  'not-in-your-country': 'does not play in your country',
  restricted: 'may not be played with your account',
  'not-at-spotify': 'comes from your own music, without a Spotify id',
}
