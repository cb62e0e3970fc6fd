import type { Detection } from './merge-detections'

/** Side of the square that the short-range detector looks at. */
export const detectorSidePx = 128

/** What the detector gives for each anchor: a box's centre and size and six points, in pixels of its square. */
const valuesPerAnchor = 16

/** Logits beyond this are as good as certain, and would only overflow. */
const logitLimit = 100

/**
 * Layers of the short-range model in order: cells a side, and anchors a cell. Values from MediaPipe's
 * face_detection_short_range graph (strides 8, 16, 16, 16, two anchors each, all of unit size).
 */
const layers = [
  { cellCount: 16, anchorCount: 2 },
  { cellCount: 8, anchorCount: 6 },
] as const

/** Centres of the anchors as shares of the square, in the order of the model's rows. */
const anchors: readonly { readonly x: number; readonly y: number }[] = layers.flatMap(({ cellCount, anchorCount }) =>
  Array.from({ length: cellCount * cellCount * anchorCount }, (_, index) => {
    const cell = Math.floor(index / anchorCount)
    return { x: ((cell % cellCount) + 0.5) / cellCount, y: (Math.floor(cell / cellCount) + 0.5) / cellCount }
  }),
)

/**
 * Faces from the raw outputs of MediaPipe's short-range detector, regressors (896, 16) and logits (896,): those with at least minScore, boxes in
 * pixels of the detector's square. One face gives several.
 */
export function decodeFaces(regressors: Float32Array, logits: Float32Array, minScore: number): readonly Detection[] {
  return anchors.flatMap(({ x, y }, index) => {
    const logit = Math.min(Math.max(logits[index] ?? NaN, -logitLimit), logitLimit)
    const score = 1 / (1 + Math.exp(-logit))
    if (!(score >= minScore)) return []
    const [dx = NaN, dy = NaN, widthPx = NaN, heightPx = NaN] = regressors.subarray(index * valuesPerAnchor, index * valuesPerAnchor + 4)
    const centreXPx = dx + x * detectorSidePx
    const centreYPx = dy + y * detectorSidePx
    return [{ box: { xPx: centreXPx - widthPx / 2, yPx: centreYPx - heightPx / 2, widthPx, heightPx }, score }]
  })
}
