import type { Detection } from './detection'
import { boxArea, boxCentre, boxOverlap, squareAbout } from './pixel-box'
import type { PixelBox } from './pixel-box'

/** What a scan may take for a face, to be looked at again. 0..1 */
const candidateScore = 0.35

/**
 * How much of the detector's square a candidate fills when it is looked at again, look after look. A face stays one in both squares; what only
 * happens to look like one does not: of 800 candidates in frames without a face none scored .6 over the two (a raised hand once did), of
 * faces that are cut off at brow and chin (FER-2013's) 97.5 % score .65.
 */
const lookShares = [0.24, 0.42] as const
/** What a face scores over all looks together, 0..1; faces that look at the camera score .85. */
const faceScore = 0.65
/** A first look that scores this needs no second, and one below that gets none. */
const certainScore = 0.8
const hopelessScore = 0.35

/** The share of the detector's square at which a face is followed. */
const followShare = 0.3

/** Boxes that share more than this are one face. */
const sameFaceOverlap = 0.3
/** One that lies so far inside another belongs to the same face: a part of a face that looks like a face. */
const insideShare = 0.6

/** Something that may be a face, and what it scored in the looks so far. */
export type Candidate = { readonly detection: Detection; readonly lookScores: readonly number[] }

const squareAboutBox = (box: PixelBox, share: number) => squareAbout(boxCentre(box), Math.max(box.widthPx, box.heightPx) / share)

/** The square in which a face is followed. */
export const followSquare = (box: PixelBox): PixelBox => squareAboutBox(box, followShare)

/** The square in which a candidate is looked at next. */
export const nextLookSquare = ({ detection, lookScores }: Candidate): PixelBox =>
  squareAboutBox(detection.box, lookShares[lookScores.length] ?? followShare)

/** What one more look makes of a candidate: a face, nothing, or a candidate for another look. */
export function judgeCandidate(
  { detection, lookScores }: Candidate,
  detections: readonly Detection[],
):
  | { readonly verdict: 'face'; readonly face: Detection }
  | { readonly verdict: 'nothing' }
  | { readonly verdict: 'again'; readonly candidate: Candidate } {
  const seen = findSameFace(detections, detection.box, 0)
  const scores = [...lookScores, seen?.score ?? 0]
  const isFirst = scores.length < lookShares.length
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  if (seen === undefined || (isFirst && mean < hopelessScore)) return { verdict: 'nothing' }
  if (isFirst && mean < certainScore) return { verdict: 'again', candidate: { detection: seen, lookScores: scores } }
  return mean >= faceScore ? { verdict: 'face', face: { ...seen, score: mean } } : { verdict: 'nothing' }
}

/** Whether two boxes are of one face. */
export function isSameFace(a: PixelBox, b: PixelBox): boolean {
  const overlap = boxOverlap(a, b)
  // From intersection over union back to the intersection.
  const shared = (overlap * (boxArea(a) + boxArea(b))) / (1 + overlap)
  return overlap > sameFaceOverlap || shared > insideShare * Math.min(boxArea(a), boxArea(b))
}

/** The detection of the same face as a box, the surest first; undefined where there is none of minScore. */
export const findSameFace = (detections: readonly Detection[], box: PixelBox, minScore: number): Detection | undefined =>
  detections.find((detection) => detection.score >= minScore && isSameFace(detection.box, box))

/** Detections with each face once, the surest of it kept, the largest face first. */
export function mergeDetections(detections: readonly Detection[]): readonly Detection[] {
  const kept: Detection[] = []
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => !isSameFace(other.box, detection.box))) kept.push(detection)
  }
  return kept.toSorted((a, b) => boxArea(b.box) - boxArea(a.box))
}

/** What a scan's detections give to look at again: each once, the largest first. */
export const toCandidates = (detections: readonly Detection[]): readonly Candidate[] =>
  mergeDetections(detections.filter(({ score }) => score >= candidateScore)).map((detection) => ({ detection, lookScores: [] }))
