import { judgeCandidate, mergeDetections, nextLookSquare, toCandidates } from './confirm-face'
import type { Candidate } from './confirm-face'
import type { Detection } from './detection'
import type { FrameSize, PixelBox } from './pixel-box'
import { scanLevels } from './scan-levels'
import { scanSquares } from './scan-squares'

/** Looks for faces in one square of a frame. */
export type SearchSquare = (square: PixelBox) => Promise<readonly Detection[]>

/** How many levels are looked at whatever they show: in a group there are small faces beside large ones. */
const levelsAlwaysCount = 2
/** So many candidates of a level are looked at again, the surest; a picture of more faces is read all the same. */
const maxCandidateCount = 24

/** Looks at a candidate until it is a face or nothing. */
async function confirmFace(candidate: Candidate, search: SearchSquare): Promise<readonly Detection[]> {
  const judged = judgeCandidate(candidate, await search(nextLookSquare(candidate)))
  if (judged.verdict === 'again') return confirmFace(judged.candidate, search)
  return judged.verdict === 'face' ? [judged.face] : []
}

async function findAtLevel(frame: FrameSize, levelIndex: number, search: SearchSquare): Promise<readonly Detection[]> {
  const level = scanLevels[levelIndex]
  const seen: Detection[] = []
  for (const square of level === undefined ? [] : scanSquares(frame, level)) seen.push(...(await search(square)))
  const surest = toCandidates(seen)
    .toSorted((a, b) => b.detection.score - a.detection.score)
    .slice(0, maxCandidateCount)
  const confirmed: Detection[] = []
  for (const candidate of surest) confirmed.push(...(await confirmFace(candidate, search)))
  return confirmed
}

/** Finds the faces of a still picture, the largest first: in the whole and in quarters of it, and where those hold none in squares that get smaller. */
export async function findFacesInPicture(frame: FrameSize, search: SearchSquare): Promise<readonly Detection[]> {
  const found: Detection[] = []
  for (const levelIndex of scanLevels.keys()) {
    if (levelIndex >= levelsAlwaysCount && found.length > 0) break
    found.push(...(await findAtLevel(frame, levelIndex, search)))
  }
  return mergeDetections(found)
}
