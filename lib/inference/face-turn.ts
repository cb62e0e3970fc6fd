import type { FacePoints } from './detection'

/**
 * How far a face is turned to a side or up and down, each about -1..1: 0 looks at the camera, 1 is a profile. Told from where the nose's tip
 * lies between the ears, and between the eyes and the mouth, which leaning the head to a shoulder does not change.
 */
export type FaceTurn = { readonly sideways: number; readonly upwards: number; readonly leanRad: number }

/** Where the nose's tip lies between the eyes' line (0) and the mouth (1) of a face that looks at the camera. */
const frontalNoseShare = 0.52

/** Measures a face's turn from its points. */
export function faceTurn({ rightEye, leftEye, nose, mouth, rightEar, leftEar }: FacePoints): FaceTurn {
  const leanRad = Math.atan2(leftEye.yPx - rightEye.yPx, leftEye.xPx - rightEye.xPx)
  const cos = Math.cos(leanRad)
  const sin = Math.sin(leanRad)
  const along = ({ xPx, yPx }: { readonly xPx: number; readonly yPx: number }) => cos * xPx + sin * yPx
  const down = ({ xPx, yPx }: { readonly xPx: number; readonly yPx: number }) => cos * yPx - sin * xPx
  const earSpan = along(leftEar) - along(rightEar)
  const sideways = earSpan === 0 ? 1 : (2 * (along(nose) - along(rightEar))) / earSpan - 1
  const eyesDown = (down(rightEye) + down(leftEye)) / 2
  const mouthSpan = down(mouth) - eyesDown
  const upwards = mouthSpan === 0 ? 1 : 2 * (frontalNoseShare - (down(nose) - eyesDown) / mouthSpan)
  return { sideways: clampTurn(sideways), upwards: clampTurn(upwards), leanRad }
}

const clampTurn = (turn: number) => Math.min(Math.max(turn, -1), 1)
