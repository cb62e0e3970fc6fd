import { confidenceInView, judgeFaceView } from '@/lib/core/state/face-view'
import { createHeldValue } from '@/lib/core/state/hold-value'
import { createEstimateSmoother } from '@/lib/core/state/smooth-estimates'
import type { SensorReading } from '@/lib/core/state/user-state'
import type { FaceReading } from '@/lib/inference/inference'
import type { PixelPoint } from '@/lib/inference/pixel-box'

import type { StudioContext } from './studio-context'
import type { StudioCamera } from './studio-deps'
import type { FaceHint, WebcamState } from './studio-state'
import { toProblem } from './to-problem'

/** After so long an expression counts a third; the label shown is held for about as long. */
const EXPRESSION_MEMORY_SEC = 1
/** So long a face may be out of sight and still be read for what it showed. */
const READING_KEPT_MS = 10_000
/** So long a search takes at most where a face is in view, and so long something must last afterwards before the listener is told. */
const SEARCH_MS = 1500
const HINT_HOLD_MS = 700
/** So often at most does the expression move the state. */
const REFRESH_INTERVAL_MS = 500
/** The share that the newest frame has in the shown frame rate. */
const FRAME_RATE_SMOOTHING = 0.1

const hintOf = ({ face }: FaceReading): FaceHint => (face === undefined ? 'noFace' : (judgeFaceView(face.view) ?? 'seen'))

/** What is kept of a webcam that is not running. */
const keptReading = (webcam: WebcamState): { readonly reading?: SensorReading } =>
  webcam.phase === 'off' || webcam.phase === 'failed' || webcam.reading === undefined ? {} : { reading: webcam.reading }

/** The webcam: open, pause, resume, close; and whose face is read where there are several. */
export function createWebcamActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  let camera: StudioCamera | undefined
  let chosenPoint: PixelPoint | undefined
  let isPageWatched = false
  /** Rises with each opening, pause and closing; a loop that finds another number than its own ends. */
  let turn = 0

  const release = () => {
    turn += 1
    camera?.stop()
    camera = undefined
    chosenPoint = undefined
  }

  const readFrames = async (source: StudioCamera) => {
    const myTurn = turn
    const smoother = createEstimateSmoother(EXPRESSION_MEMORY_SEC)
    let heldHint = createHeldValue<FaceHint>('wait', SEARCH_MS)
    let lastFrameMs = 0
    let lastFaceMs = 0
    let lastRefreshMs = 0
    let framesPerSec = 0
    let hint: FaceHint = 'wait'
    while (turn === myTurn) {
      const frame = await source.nextFrame()
      if (turn !== myTurn) {
        frame.close()
        return
      }
      const nowMs = Math.max(deps.now(), lastFrameMs + 1)
      const point = chosenPoint
      chosenPoint = undefined
      const faceReading = await deps.inference.estimateFace(frame, nowMs, 'video', point)
      if (turn !== myTurn) return
      if (lastFrameMs > 0) {
        const rate = 1000 / (nowMs - lastFrameMs)
        framesPerSec = framesPerSec === 0 ? rate : framesPerSec + FRAME_RATE_SMOOTHING * (rate - framesPerSec)
      }
      lastFrameMs = nowMs
      const { face } = faceReading
      // The first face is good news at once; whatever else must last.
      if (hint === 'wait' && face !== undefined) heldHint = createHeldValue(hintOf(faceReading), HINT_HOLD_MS)
      const hintBefore: FaceHint = hint
      hint = heldHint.push(hintOf(faceReading), nowMs)
      if (hint !== hintBefore && hint === 'noFace') announce('No face is in view of the webcam.')
      let reading: SensorReading | undefined
      if (face !== undefined) {
        lastFaceMs = nowMs
        const { scores, confidence, labelIndex } = smoother.push({
          ...face.estimate,
          confidence: confidenceInView(face.estimate.confidence, face.view),
        })
        reading = { scores, confidence, labelIndex, sourceName: 'Webcam' }
      }
      const isReadingOver = lastFaceMs > 0 && nowMs - lastFaceMs > READING_KEPT_MS
      store.setState(({ webcam }) => {
        if (webcam.phase !== 'on') return {}
        const { reading: before, ...rest } = webcam
        const shown = reading ?? (isReadingOver ? undefined : before)
        return { webcam: { ...rest, faceReading, hint, framesPerSec, ...(shown === undefined ? {} : { reading: shown }) } }
      })
      if ((reading !== undefined || isReadingOver) && nowMs - lastRefreshMs >= REFRESH_INTERVAL_MS) {
        lastRefreshMs = nowMs
        if (isReadingOver) lastFaceMs = 0
        refresh()
      }
    }
  }

  const run = (source: StudioCamera) => {
    readFrames(source).catch((error: unknown) => {
      if (camera !== source) return
      release()
      const problem = toProblem(error)
      store.setState({ webcam: { phase: 'failed', problem } })
      refresh()
    })
  }

  const open = async () => {
    watchPage()
    release()
    const myTurn = turn
    const kept = keptReading(store.getState().webcam)
    store.setState({ webcam: { phase: 'opening', ...kept } })
    try {
      const opened = await deps.devices.openCamera()
      if (turn !== myTurn) {
        opened.stop()
        return
      }
      camera = opened
      store.setState({ webcam: { phase: 'on', stream: opened.stream, hint: 'wait', ...kept } })
      announce('The webcam is on.')
      await startBackend()
      if (turn === myTurn) run(opened)
    } catch (error) {
      if (turn !== myTurn) return
      release()
      store.setState({ webcam: { phase: 'failed', problem: toProblem(error) } })
      refresh()
    }
  }

  const pause = (isByHand: boolean) => {
    const { webcam } = store.getState()
    if (webcam.phase !== 'on' && webcam.phase !== 'opening') return
    release()
    store.setState({ webcam: { phase: 'paused', isByHand, ...keptReading(webcam) } })
  }

  /** From the first opening on: the store is made on the server as well, where there is no page to watch. */
  const watchPage = () => {
    if (isPageWatched) return
    isPageWatched = true
    deps.devices.watchPage((isSeen) => {
      const { webcam } = store.getState()
      if (!isSeen) pause(false)
      else if (webcam.phase === 'paused' && !webcam.isByHand) void open()
    })
  }

  return {
    openWebcam: async () => {
      const { phase } = store.getState().webcam
      if (phase === 'off' || phase === 'failed') await open()
    },
    /** Turns the camera off; the last reading stays. */
    pauseWebcam: () => pause(true),
    resumeWebcam: async () => {
      if (store.getState().webcam.phase === 'paused') await open()
    },
    closeWebcam: () => {
      const { phase } = store.getState().webcam
      release()
      store.setState({ webcam: { phase: 'off' } })
      if (phase === 'on' || phase === 'paused') announce('The webcam is off.')
      refresh()
    },
    /** Reads the face at a point of the frame from now on. */
    chooseWebcamFace: (point: PixelPoint) => {
      chosenPoint = point
      announce('Reading the face that you chose.')
    },
  }
}
