import type { Detection, FacePoints } from './detection'
import { boxArea, boxOverlap } from './pixel-box'
import type { PixelBox } from './pixel-box'

/** Side of the square that the short-range detector looks at. */
export const detectorSidePx = 128

/** Rows of the detector's outputs. */
export const anchorCount = 896

/** What the detector gives for each anchor: a box's centre and size and six points, in pixels of its square. */
export const valuesPerAnchor = 16

/** Logits beyond this are as good as certain, and would only overflow. */
const logitLimit = 100

/** Boxes that share more than this are one face, seen by several anchors; MediaPipe's own graph takes the same. */
const sameFaceOverlap = 0.3

/**
 * Layers of the short-range model in order: cells a side, and anchors a cell. Values from MediaPipe's
 * face_detection_short_range graph (strides 8, 16, 16, 16, two anchors each, all of unit size).
 */
const layers = [
  { cellCount: 16, anchorsPerCell: 2 },
  { cellCount: 8, anchorsPerCell: 6 },
] as const

/** Centres of the anchors as shares of the square, in the order of the model's rows. */
const anchors: readonly { readonly x: number; readonly y: number }[] = layers.flatMap(({ cellCount, anchorsPerCell }) =>
  Array.from({ length: cellCount * cellCount * anchorsPerCell }, (_, index) => {
    const cell = Math.floor(index / anchorsPerCell)
    return { x: ((cell % cellCount) + 0.5) / cellCount, y: (Math.floor(cell / cellCount) + 0.5) / cellCount }
  }),
)

/** What one anchor sees: the values of its row in pixels of the detector's square, (valuesPerAnchor,), the box's centre first. */
type AnchorFace = { readonly values: readonly number[]; readonly box: PixelBox; readonly score: number }

const toBox = ([centreX = NaN, centreY = NaN, widthPx = NaN, heightPx = NaN]: readonly number[]): PixelBox => ({
  xPx: centreX - widthPx / 2,
  yPx: centreY - heightPx / 2,
  widthPx,
  heightPx,
})

function anchorFaces(regressors: Float32Array, logits: Float32Array, minScore: number): readonly AnchorFace[] {
  return anchors.flatMap(({ x, y }, index) => {
    const logit = Math.min(Math.max(logits[index] ?? NaN, -logitLimit), logitLimit)
    const score = 1 / (1 + Math.exp(-logit))
    if (!(score >= minScore)) return []
    const row = regressors.subarray(index * valuesPerAnchor, (index + 1) * valuesPerAnchor)
    // All but the size are places that the row gives from the anchor's centre.
    const values = Array.from(row, (value, position) => {
      if (position === 2 || position === 3) return value
      return value + detectorSidePx * (position % 2 === 0 ? x : y)
    })
    return [{ values, box: toBox(values), score }]
  })
}

/**
 * Faces from the raw outputs of MediaPipe's short-range detector, regressors (896, 16) and logits (896,): those with at least minScore, in
 * the frame whose region the detector saw, the surest first. What several anchors see of one face is averaged by their scores, as
 * MediaPipe does it; its score is the highest of them.
 */
export function decodeFaces(
  regressors: Float32Array,
  logits: Float32Array,
  options: { readonly minScore: number; readonly region: PixelBox },
): readonly Detection[] {
  const { region, minScore } = options
  const scale = region.widthPx / detectorSidePx
  const faces: Detection[] = []
  let rest = anchorFaces(regressors, logits, minScore).toSorted((a, b) => b.score - a.score)
  for (let surest = rest[0]; surest !== undefined; surest = rest[0]) {
    const { box, score } = surest
    const same = rest.filter((other) => boxOverlap(other.box, box) > sameFaceOverlap)
    rest = rest.filter((other) => boxOverlap(other.box, box) <= sameFaceOverlap && other !== surest)
    const weightSum = same.reduce((sum, face) => sum + face.score, 0)
    const values = surest.values.map(
      (_, position) => same.reduce((sum, face) => sum + face.score * (face.values[position] ?? NaN), 0) / weightSum,
    )
    const mean = toBox(values)
    const pointAt = (index: number) => ({
      xPx: region.xPx + scale * (values[4 + 2 * index] ?? NaN),
      yPx: region.yPx + scale * (values[5 + 2 * index] ?? NaN),
    })
    const points: FacePoints = {
      rightEye: pointAt(0),
      leftEye: pointAt(1),
      nose: pointAt(2),
      mouth: pointAt(3),
      rightEar: pointAt(4),
      leftEar: pointAt(5),
    }
    if (boxArea(mean) > 0) {
      const inFrame = {
        xPx: region.xPx + scale * mean.xPx,
        yPx: region.yPx + scale * mean.yPx,
        widthPx: scale * mean.widthPx,
        heightPx: scale * mean.heightPx,
      }
      faces.push({ box: inFrame, points, score })
    }
  }
  return faces
}
