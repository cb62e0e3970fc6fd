import type { SensorReading, UserState } from '@/lib/core/state/user-state'

import type { PhotoState, RecordingState, StudioState } from './studio-state'

const photoReading = (photo: PhotoState): SensorReading | undefined => {
  if (photo.phase === 'read') return photo.reading
  return photo.phase === 'reading' ? photo.previous?.reading : undefined
}

const recordingReading = (state: RecordingState): SensorReading | undefined => {
  if (state.phase === 'read') return state.reading
  return state.phase === 'reading' || state.phase === 'estimating' ? state.previous?.reading : undefined
}

/** Puts together what the inputs say now; a webcam that sees a face speaks before a photo. */
export function deriveUserState(state: StudioState): UserState {
  const { webcam, photo, recordings, ownWord } = state
  const live = webcam.phase === 'off' || webcam.phase === 'failed' ? undefined : webcam.reading
  const emotion = live ?? photoReading(photo)
  const stress = recordingReading(recordings.stress)
  const activity = recordingReading(recordings.activity)
  return {
    ...(emotion === undefined ? {} : { emotion }),
    ...(stress === undefined ? {} : { stress }),
    ...(activity === undefined ? {} : { activity }),
    ...(ownWord.mood === undefined && ownWord.activity === undefined ? {} : { ownWord }),
  }
}

/** Whether a state says anything at all. */
export const isEmptyUserState = (userState: UserState): boolean => Object.keys(userState).length === 0
