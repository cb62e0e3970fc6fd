import type { PersonalScale, SignalWindow, WindowSpec } from '@/lib/core/signal/window-spec'
import type { Estimate, UserState } from '@/lib/core/state/user-state'

/** TF.js backends in the order in which they are tried. */
export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const
export type BackendName = (typeof backendNames)[number]

/** What was found about one backend when it was measured on this machine. */
export type BackendMeasurement = {
  readonly backendName: BackendName
  /** Median of one face inference, upload and read-back included; undefined where the backend cannot be used. */
  readonly medianMs?: number
  /** Why it cannot be used, or that its adapter is software; for people. */
  readonly note?: string
  readonly isSoftware: boolean
}

/** The outcome of measuring; shown in the interface. */
export type BackendReport = {
  readonly chosen: BackendName
  /** Whether a person chose it. */
  readonly isByHand: boolean
  readonly measurements: readonly BackendMeasurement[]
}

/** A face box in pixels of the frame, and the expression read in it. */
export type FaceEstimate = {
  readonly box: { readonly xPx: number; readonly yPx: number; readonly widthPx: number; readonly heightPx: number }
  /** 0..1, the detector's */
  readonly detectionScore: number
  readonly estimate: Estimate
}

/** What came of one frame. */
export type FaceReading = {
  readonly frameWidthPx: number
  readonly frameHeightPx: number
  /** Every face found; the largest comes first and it alone has been read. */
  readonly faceCount: number
  readonly face?: FaceEstimate
  /** Milliseconds for detector, crop and net together. */
  readonly durationMs: number
}

/** Models that take windows. */
export type WindowModelId = 'stress' | 'activity'

/** The one door to every model. It lives in a worker; no tensor leaves it. */
export type Inference = {
  /** Loads TF.js, measures the backends once and keeps the fastest; later calls return the same report. */
  start(): Promise<BackendReport>
  /** Moves every model to another backend. Rejects with MODEL_UNREACHABLE and stays where it was when that one fails. */
  chooseBackend(backendName: BackendName): Promise<BackendReport>
  /** Finds the faces in a frame and reads the largest. The frame is closed by the callee. timestampMs must rise within 'video'. */
  estimateFace(frame: ImageBitmap, timestampMs: number, kind: 'video' | 'picture'): Promise<FaceReading>
  /** How a model wants its windows, from its manifest. */
  windowContract(modelId: WindowModelId): Promise<{ windowSpec: WindowSpec; personalScale: PersonalScale }>
  estimateWindows(modelId: WindowModelId, windows: readonly SignalWindow[], onProgress?: (doneShare: number) => void): Promise<readonly Estimate[]>
  /** The state's place in the song space: (128,), unit length. */
  fuseState(userState: UserState): Promise<Float32Array>
  dispose(): void
}
