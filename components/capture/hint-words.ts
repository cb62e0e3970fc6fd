import type { FaceViewProblem } from '@/lib/core/state/face-view'
import type { FaceHint } from '@/lib/stores/studio-state'

/** What the webcam sees, and what the listener can do about it. */
export const hintWords: Readonly<Record<FaceHint, string>> = {
  wait: 'Looking for a face',
  seen: 'One face in view.',
  noFace: 'No face in view. Look at the camera, with light from the front.',
  tooSmall: 'You are too far away to be read well. Come closer.',
  tooDark: 'It is too dark to read your face. Turn on a light in front of you.',
  tooBright: 'The light is too bright to read your face. Turn away from it or dim it.',
  tooFlat: 'Your face is grey in grey. Turn the light to your face, and away from a bright window behind you.',
  turnedAway: 'You look away from the camera. Turn your face to it to be read.',
}

/** What is said of a face that a photo shows badly. */
export const photoViewWords: Readonly<Record<FaceViewProblem, string>> = {
  tooSmall: 'It is too small to be read well.',
  tooDark: 'It is too dark to be read well.',
  tooBright: 'It is too bright to be read well.',
  tooFlat: 'It has too little contrast to be read well.',
  turnedAway: 'It looks away, which makes the reading unsure.',
}
