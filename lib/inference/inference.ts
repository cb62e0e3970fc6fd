import type { ModelId } from '@/lib/contracts/model-manifest'
import type { Assessment } from '@/lib/core/signal/assess-recording'
import type { CadenceEstimate } from '@/lib/core/signal/cadence-series'
import type { Stretch } from '@/lib/core/signal/assess-quality'
import type { PersonalBaseline } from '@/lib/core/signal/personal-baseline'
import type { Recording } from '@/lib/core/signal/recording'
import type { TowerSong } from '@/lib/core/songs/tower-inputs'
import type { FaceView } from '@/lib/core/state/face-view'
import type { Direction } from '@/lib/core/signal/turn-upright'
import type { SignalWindow, WindowSpec } from '@/lib/core/signal/window-spec'
import type { Estimate, UserState } from '@/lib/core/state/user-state'

import type { PixelBox, PixelPoint } from './pixel-box'

/** TF.js backends in the order in which they are tried. */
export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const
export type BackendName = (typeof backendNames)[number]

/** What was found about one backend when it was measured on this machine. */
export type BackendMeasurement = {
  readonly backendName: BackendName
  /** Whether it can be chosen by hand. */
  readonly isUsable: boolean
  /** Whether its adapter only imitates a graphics card on the processor; such a one is never chosen by measuring. */
  readonly isSoftware: boolean
  /** Median of one face inference, upload and read-back included; undefined where it was not measured. */
  readonly medianMs?: number
  /** Its adapter, or why it cannot be used; for people. */
  readonly note?: string
}

/** How long one model takes on one backend. */
export type ModelTiming = {
  readonly modelId: ModelId
  readonly backendName: BackendName
  readonly isSoftware: boolean
  /** Median of an inference on a batch of one, upload and read-back included; undefined where it could not be measured. */
  readonly medianMs?: number
  readonly note?: string
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
  readonly box: PixelBox
  /** 0..1, the detector's */
  readonly detectionScore: number
  readonly view: FaceView
  readonly estimate: Estimate
}

/** What came of one frame. */
export type FaceReading = {
  readonly frameWidthPx: number
  readonly frameHeightPx: number
  /** The listener's face: the one that was chosen, else the one that was found first; in a picture the largest. */
  readonly face?: FaceEstimate
  /** The other faces in view, which were not read, the largest first. */
  readonly others: readonly PixelBox[]
  /** Milliseconds for detector, crop and net together. */
  readonly durationMs: number
}

/** Songs' places: (songCount * 128,), unit length each, and the space that they lie in. */
export type SongEmbedding = { readonly spaceId: string; readonly vectors: Float32Array }

/** What windows are read for. Activity has two models, one for a phone and one for a wrist; the recording tells which. */
export type WindowModelId = 'stress' | 'activity'

/** The one door to every model. It lives in a worker; no tensor leaves it. */
export type Inference = {
  /** Loads TF.js, measures the backends once and keeps the fastest; later calls return the same report. */
  start(): Promise<BackendReport>
  /** Moves every model to another backend. Rejects with INFERENCE_FAILED and stays where it was when that one fails. */
  chooseBackend(backendName: BackendName): Promise<BackendReport>
  /**
   * Finds the faces in a frame and reads the listener's; a webcam's frames are searched a part at a time and the face is followed from one
   * to the next. chosenPoint is where the listener tapped to say which face is theirs. The frame is closed by the callee. timestampMs is Unix epoch.
   */
  estimateFace(frame: ImageBitmap, timestampMs: number, kind: 'video' | 'picture', chosenPoint?: PixelPoint): Promise<FaceReading>
  /**
   * Cuts a recording into the model's windows and reads each, in order of time; a baseline gives the signals the person's own zero.
   * Rejects with RECORDING_TOO_SHORT when not one window can be filled.
   */
  estimateRecording(
    modelId: WindowModelId,
    recording: Recording,
    onProgress?: (doneShare: number) => void,
    baseline?: PersonalBaseline,
  ): Promise<readonly Estimate[]>
  /** Takes a baseline from a stretch of a wearable's recording, by default its quietest three minutes; rejects with RECORDING_TOO_SHORT. */
  takeBaseline(recording: Recording, stretch?: Stretch): Promise<PersonalBaseline>
  /** The quality and heart rate of a recording; needs no model. */
  assessRecording(recording: Recording): Promise<Assessment>
  /** The cadence over a recording, where it holds acceleration; needs no model. */
  estimateCadence(recording: Recording): Promise<readonly CadenceEstimate[]>
  /** Lets go of a recording that was asked about; a question about it that is under way rejects with INFERENCE_FAILED or INTERNAL. */
  forgetRecording(recording: Recording): void
  /** How the model for a phone wants its windows, for a sensor that streams. */
  activityWindowSpec(): Promise<WindowSpec>
  /**
   * Reads windows of a phone's motion, in order of time. With `upright`, which way is up along the body in the sensor's frame, lying, sitting
   * and standing are told apart; without it they share their scores alike.
   */
  estimateActivity(windows: readonly SignalWindow[], upright?: Direction): Promise<readonly Estimate[]>
  /** The state's place in the song space: (128,), unit length. */
  fuseState(userState: UserState): Promise<Float32Array>
  /** The places of songs in the song space; a few hundred at once keep the worker free for others in between. */
  embedSongs(songs: readonly TowerSong[]): Promise<SongEmbedding>
  dispose(): void
}

/** What the bench asks on top. */
export type MeasurableInference = Inference & {
  /** Times every model on one backend, a software adapter included. */
  timeModels(backendName: BackendName): Promise<readonly ModelTiming[]>
  /** What TF.js holds: it must not grow while frames are read. */
  measureMemory(): Promise<TensorMemory>
}

/** What TF.js holds on the backend that is set. */
export type TensorMemory = { readonly tensorCount: number; readonly tensorBytes: number }
