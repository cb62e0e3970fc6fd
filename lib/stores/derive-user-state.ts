import type { CadenceReading, SensorReading, UserState } from '@/lib/core/state/user-state'

import type { PhotoState, ReadRecording, RecordingState, StudioState } from './studio-state'

/** A reading that is less sure than this says nothing: a sensor that was not worn. */
const SMALLEST_CONFIDENCE = 0.05

const photoReading = (photo: PhotoState): SensorReading | undefined => {
  if (photo.phase === 'read') return photo.reading
  return photo.phase === 'reading' ? photo.previous?.reading : undefined
}

const readRecording = (state: RecordingState): ReadRecording | undefined => {
  if (state.phase === 'read') return state
  return state.phase === 'reading' || state.phase === 'estimating' ? state.previous : undefined
}

const sure = (reading: SensorReading | undefined): SensorReading | undefined =>
  reading !== undefined && reading.confidence >= SMALLEST_CONFIDENCE ? reading : undefined

/** Activity and cadence from where they are freshest: the live phone, else a motion recording, else a wearable's wrist. */
const motionReadings = ({
  motion,
  recordings,
}: StudioState): { activity: SensorReading | undefined; cadence: CadenceReading | undefined } => {
  if (motion.phase === 'on' && motion.motion !== undefined) {
    const { reading, cadence, doubt } = motion.motion
    return { activity: doubt === undefined ? sure(reading) : undefined, cadence }
  }
  const phone = readRecording(recordings.activity)
  if (phone !== undefined) return { activity: sure(phone.reading), cadence: phone.cadenceReading }
  const wearable = readRecording(recordings.stress)
  return { activity: sure(wearable?.wrist?.reading), cadence: wearable?.cadenceReading }
}

/** Puts together what the inputs say now; a webcam that sees a face speaks before a photo, a live phone before a file. */
export function deriveUserState(state: StudioState): UserState {
  const { webcam, photo, recordings, ownWord } = state
  const live = webcam.phase === 'off' || webcam.phase === 'failed' ? undefined : webcam.reading
  const emotion = live ?? photoReading(photo)
  const wearable = readRecording(recordings.stress)
  const stress = wearable?.abstention === undefined ? wearable?.reading : undefined
  const { activity, cadence } = motionReadings(state)
  return {
    ...(emotion === undefined ? {} : { emotion }),
    ...(stress === undefined ? {} : { stress }),
    ...(activity === undefined ? {} : { activity }),
    ...(cadence === undefined ? {} : { cadence }),
    ...(ownWord.mood === undefined && ownWord.activity === undefined ? {} : { ownWord }),
  }
}

/** Whether a state says anything at all. */
export const isEmptyUserState = (userState: UserState): boolean => Object.keys(userState).length === 0
