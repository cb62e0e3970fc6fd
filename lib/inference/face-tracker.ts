import { findSameFace, followSquare, isSameFace, judgeCandidate, nextLookSquare, toCandidates } from './confirm-face'
import type { Candidate } from './confirm-face'
import type { Detection } from './detection'
import { boxArea, boxCentre } from './pixel-box'
import type { FrameSize, PixelBox, PixelPoint } from './pixel-box'
import { scanLevels, scanOrder } from './scan-levels'
import { scanSquares } from './scan-squares'

/** Why a square is looked at: to find faces, to look at a candidate again, to see where your face or another went. */
type Purpose =
  | { readonly kind: 'scan' }
  | { readonly kind: 'confirm'; readonly candidate: Candidate }
  | { readonly kind: 'follow' }
  | { readonly kind: 'recheck'; readonly other: Detection }

/** Follows the listener's face through a webcam's frames at one search a frame. */
export type FaceTracker = {
  /** The square to search in the next frame. */
  nextSquare(frame: FrameSize): PixelBox
  /** Takes what the search of that square found. */
  take(detections: readonly Detection[]): void
  /** Makes the face at a point, or the nearest to it, the listener's. */
  choose(point: PixelPoint): void
  /** The listener's face as last seen; undefined while there is none. */
  yours(): Detection | undefined
  /** Whether the last search looked for the listener's face and did not find it. */
  isMissed(): boolean
  /** The other faces in view, the largest first. */
  others(): readonly Detection[]
}

/** A face that was found is not lost for a blink: it may score less than what finding it took. 0..1 */
const followScore = 0.35
/** One that is not where it was must be as sure as a new one, and about as large as before (within a factor of 1.5). 0..1 */
const movedScore = 0.7
const maxGrowthLog2 = Math.log2(1.5)
/** So many searches in a row without the face, and it is looked for everywhere. */
const maxMissCount = 5
/** Each so many frames one looks away from a face that is followed, for others. */
const sideLookInterval = 8
/** Side looks go no closer than this level: a face much smaller than yours is no other listener. */
const sideLookLevels = scanLevels.slice(0, 2)
/** Candidates beyond this many are not worth the frames. */
const maxCandidateCount = 3

/** Makes a tracker that knows nobody yet. */
export function createFaceTracker(): FaceTracker {
  let frameSize: FrameSize = { widthPx: 0, heightPx: 0 }
  let scan: readonly PixelBox[] = []
  let sideSquares: readonly PixelBox[] = []
  let scanIndex = 0
  let sideIndex = 0
  let searchCount = 0
  let purpose: Purpose = { kind: 'scan' }
  let yours: Detection | undefined
  let missCount = 0
  let others: readonly Detection[] = []
  let candidates: readonly Candidate[] = []

  const known = () => (yours === undefined ? others : [yours, ...others])
  const isKnown = ({ box }: Detection) => known().some((face) => isSameFace(face.box, box))
  const nextOf = (squares: readonly PixelBox[], index: number): PixelBox =>
    squares[index % squares.length] ?? { xPx: 0, yPx: 0, ...frameSize }

  function forget() {
    yours = undefined
    others = []
    candidates = []
    missCount = 0
    scanIndex = 0
  }

  const isAwaited = ({ detection }: Candidate) => candidates.some((other) => isSameFace(other.detection.box, detection.box))

  function takeCandidates(detections: readonly Detection[]) {
    const fresh = toCandidates(detections.filter((detection) => !isKnown(detection))).filter((candidate) => !isAwaited(candidate))
    candidates = [...candidates, ...fresh].slice(0, maxCandidateCount)
  }

  /** What a side look does: candidates first, then the other face that was not looked at for longest, every second time a scan. */
  function sideLook(): PixelBox {
    const [candidate] = candidates
    if (candidate !== undefined) {
      purpose = { kind: 'confirm', candidate }
      return nextLookSquare(candidate)
    }
    sideIndex += 1
    const [oldest] = others
    if (oldest !== undefined && sideIndex % 2 === 0) {
      purpose = { kind: 'recheck', other: oldest }
      return followSquare(oldest.box)
    }
    purpose = { kind: 'scan' }
    return nextOf(sideSquares, sideIndex >> (others.length > 0 ? 1 : 0))
  }

  function confirm(candidate: Candidate, detections: readonly Detection[]) {
    const judged = judgeCandidate(candidate, detections)
    const rest = candidates.filter((other) => other !== candidate)
    candidates = judged.verdict === 'again' ? [judged.candidate, ...rest] : rest
    if (judged.verdict !== 'face' || isKnown(judged.face)) return
    if (yours === undefined) {
      yours = judged.face
      missCount = 0
    } else others = [...others, judged.face]
  }

  /** On a slow machine a face moves further than its own width between two frames: then the only one in the square is it. */
  function findMoved(detections: readonly Detection[], box: PixelBox): Detection | undefined {
    const strangers = detections.filter(
      (detection) => detection.score >= movedScore && !others.some((other) => isSameFace(other.box, detection.box)),
    )
    const [only] = strangers
    const isAlike = only !== undefined && Math.abs(Math.log2(only.box.widthPx / box.widthPx)) < maxGrowthLog2
    return strangers.length === 1 && isAlike ? only : undefined
  }

  function follow(detections: readonly Detection[]) {
    const before = yours
    if (before === undefined) return
    const face = findSameFace(detections, before.box, followScore) ?? findMoved(detections, before.box)
    if (face === undefined) {
      missCount += 1
      if (missCount >= maxMissCount) forget()
      return
    }
    missCount = 0
    yours = face
    // Two tracks that run together are one face.
    others = others.filter(({ box }) => !isSameFace(box, face.box))
    takeCandidates(detections)
  }

  return {
    nextSquare(frame) {
      if (frame.widthPx !== frameSize.widthPx || frame.heightPx !== frameSize.heightPx) {
        frameSize = frame
        scan = scanOrder(frame)
        sideSquares = sideLookLevels.flatMap((level) => scanSquares(frame, level))
        forget()
      }
      searchCount += 1
      const [candidate] = candidates
      if (yours === undefined && candidate !== undefined) {
        purpose = { kind: 'confirm', candidate }
        return nextLookSquare(candidate)
      }
      if (yours === undefined) {
        purpose = { kind: 'scan' }
        scanIndex += 1
        return nextOf(scan, scanIndex - 1)
      }
      if (missCount === 0 && searchCount % sideLookInterval === 0) return sideLook()
      purpose = { kind: 'follow' }
      return followSquare(yours.box)
    },
    take(detections) {
      switch (purpose.kind) {
        case 'scan':
          takeCandidates(detections)
          break
        case 'confirm':
          confirm(purpose.candidate, detections)
          break
        case 'follow':
          follow(detections)
          break
        case 'recheck': {
          const { other } = purpose
          const face = findSameFace(detections, other.box, followScore)
          others = [...others.filter((face) => face !== other), ...(face === undefined ? [] : [face])]
          break
        }
      }
    },
    choose(point) {
      const chosen = nearestFace(known(), point)
      if (chosen === undefined || chosen === yours) return
      others = known().filter((face) => face !== chosen)
      yours = chosen
      missCount = 0
    },
    yours: () => yours,
    isMissed: () => missCount > 0,
    others: () => others.toSorted((a, b) => boxArea(b.box) - boxArea(a.box)),
  }
}

/** The face whose middle is nearest to a point; undefined where there is none. */
export function nearestFace<Face extends { readonly box: PixelBox }>(faces: readonly Face[], point: PixelPoint): Face | undefined {
  const distance = ({ box }: Face) => Math.hypot(boxCentre(box).xPx - point.xPx, boxCentre(box).yPx - point.yPx)
  return faces.toSorted((a, b) => distance(a) - distance(b))[0]
}
