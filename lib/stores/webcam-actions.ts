import { smoothEstimates } from '@/lib/core/state/smooth-estimates'
import type { Estimate } from '@/lib/core/state/user-state'

import type { StudioContext } from './studio-context'
import type { StudioCamera } from './studio-deps'
import { toProblem } from './to-problem'

/** After so long an expression counts a third, and after the second it is forgotten. */
const EXPRESSION_MEMORY_SEC = 1
const EXPRESSION_SPAN_MS = 4000
/** So often at most does the expression move the state. */
const REFRESH_INTERVAL_MS = 500
/** The share that the newest frame has in the shown frame rate. */
const FRAME_RATE_SMOOTHING = 0.1

/** The webcam: open, pause, resume, close. */
export function createWebcamActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  let camera: StudioCamera | undefined
  let estimates: readonly Estimate[] = []
  /** Rises with each opening, pause and closing; a loop that finds another number than its own ends. */
  let turn = 0

  const isLive = () => {
    const { phase } = store.getState().webcam
    return phase === 'on' || phase === 'paused'
  }

  const release = () => {
    turn += 1
    camera?.stop()
    camera = undefined
    estimates = []
  }

  const readFrames = async (source: StudioCamera) => {
    const myTurn = turn
    let lastFrameMs = 0
    let lastRefreshMs = 0
    let framesPerSec = 0
    while (turn === myTurn) {
      const frame = await source.nextFrame()
      if (turn !== myTurn) {
        frame.close()
        return
      }
      const nowMs = Math.max(deps.now(), lastFrameMs + 1)
      const faceReading = await deps.inference.estimateFace(frame, nowMs, 'video')
      if (turn !== myTurn) return
      if (lastFrameMs > 0) {
        const rate = 1000 / (nowMs - lastFrameMs)
        framesPerSec = framesPerSec === 0 ? rate : framesPerSec + FRAME_RATE_SMOOTHING * (rate - framesPerSec)
      }
      lastFrameMs = nowMs
      const recent = estimates.filter(({ endMs }) => nowMs - endMs < EXPRESSION_SPAN_MS)
      estimates = faceReading.face === undefined ? recent : [...recent, faceReading.face.estimate]
      const smoothed = smoothEstimates(estimates, EXPRESSION_MEMORY_SEC).at(-1)
      const reading = smoothed && { scores: smoothed.scores, confidence: smoothed.confidence, sourceName: 'Webcam' }
      store.setState((state) =>
        state.webcam.phase === 'on'
          ? { webcam: { ...state.webcam, faceReading, framesPerSec, ...(reading === undefined ? {} : { reading }) } }
          : {},
      )
      if (reading !== undefined && nowMs - lastRefreshMs >= REFRESH_INTERVAL_MS) {
        lastRefreshMs = nowMs
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

  return {
    openWebcam: async () => {
      if (store.getState().webcam.phase === 'opening' || isLive()) return
      release()
      const myTurn = turn
      store.setState({ webcam: { phase: 'opening' } })
      try {
        const opened = await deps.devices.openCamera()
        if (turn !== myTurn) {
          opened.stop()
          return
        }
        camera = opened
        store.setState({ webcam: { phase: 'on', stream: opened.stream } })
        announce('The webcam is on.')
        await startBackend()
        if (turn === myTurn) run(opened)
      } catch (error) {
        if (turn !== myTurn) return
        release()
        store.setState({ webcam: { phase: 'failed', problem: toProblem(error) } })
      }
    },
    /** Stops looking; the last reading stays. */
    pauseWebcam: () => {
      turn += 1
      store.setState((state) => (state.webcam.phase === 'on' ? { webcam: { ...state.webcam, phase: 'paused' } } : {}))
    },
    resumeWebcam: () => {
      if (camera === undefined || store.getState().webcam.phase !== 'paused') return
      turn += 1
      estimates = []
      store.setState((state) => (state.webcam.phase === 'paused' ? { webcam: { ...state.webcam, phase: 'on' } } : {}))
      run(camera)
    },
    closeWebcam: () => {
      const wasLive = isLive()
      release()
      store.setState({ webcam: { phase: 'off' } })
      if (wasLive) announce('The webcam is off.')
      refresh()
    },
  }
}
