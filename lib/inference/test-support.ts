import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { ModelId } from '@/lib/contracts/model-manifest'

import { checkModel } from './check-model'
import type { ModelFiles } from './check-model'
import type { Detection, FacePoints } from './detection'
import { boxCentre } from './pixel-box'
import type { PixelBox } from './pixel-box'

/** public/models of this repository. */
export const modelsDir = join(dirname(fileURLToPath(import.meta.url)), '../../public/models')

/** Parsed JSON of a file in a model's folder. */
export async function readModelJson(folder: string, fileName: string): Promise<unknown> {
  return JSON.parse(await readFile(join(modelsDir, folder, fileName), 'utf8'))
}

/** A shipped model from the disk, through the same checks as in the browser. */
export async function readShippedModel(modelId: ModelId, folder: string): Promise<ModelFiles> {
  const weights = await readFile(join(modelsDir, folder, 'weights.bin'))
  return checkModel(modelId, {
    manifestJson: await readModelJson(folder, 'manifest.json'),
    graphJson: await readModelJson(folder, 'model.json'),
    weights: new Uint8Array(weights).buffer,
  })
}

/** A face as a test puts it into a frame. */
export type StandingFace = { readonly box: PixelBox; readonly isReal?: boolean }

/** The width of the detector's square in faces beyond which it sees none: a face fills at least about a sixth of it. */
const smallestShare = 0.18
/** What a thing that only looks like a face scores where it lies in the middle of the square. */
const falseScore = 0.2

const pointsOf = ({ xPx, yPx, widthPx, heightPx }: PixelBox): FacePoints => {
  const at = (x: number, y: number) => ({ xPx: xPx + x * widthPx, yPx: yPx + y * heightPx })
  return {
    rightEye: at(0.3, 0.3),
    leftEye: at(0.7, 0.3),
    nose: at(0.5, 0.52),
    mouth: at(0.5, 0.75),
    rightEar: at(0.05, 0.4),
    leftEar: at(0.95, 0.4),
  }
}

/** A detection of a box. */
export const detectionOf = (box: PixelBox, score = 0.9): Detection => ({ box, points: pointsOf(box), score })

/**
 * A detector that sees a face whose middle lies in the square and that is large enough there. What is not real it takes for a face too, only not
 * in the middle of the square.
 */
export function detectIn(faces: readonly StandingFace[]): (square: PixelBox) => readonly Detection[] {
  return (square) =>
    faces.flatMap(({ box, isReal = true }) => {
      const face = boxCentre(box)
      const middle = boxCentre(square)
      const offCentreShare = Math.max(Math.abs(face.xPx - middle.xPx), Math.abs(face.yPx - middle.yPx)) / square.widthPx
      if (offCentreShare > 0.5 || box.widthPx / square.widthPx < smallestShare) return []
      return [detectionOf(box, isReal || offCentreShare > 0.02 ? 0.9 : falseScore)]
    })
}
