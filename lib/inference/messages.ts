import type { ErrorCode } from '@/lib/core/app-error'
import type { Assessment } from '@/lib/core/signal/assess-recording'
import type { CadenceEstimate } from '@/lib/core/signal/cadence-series'
import type { Stretch } from '@/lib/core/signal/assess-quality'
import type { PersonalBaseline } from '@/lib/core/signal/personal-baseline'
import type { Recording } from '@/lib/core/signal/recording'
import type { Direction } from '@/lib/core/signal/turn-upright'
import type { SignalWindow, WindowSpec } from '@/lib/core/signal/window-spec'
import type { TowerSong } from '@/lib/core/songs/tower-inputs'
import type { Estimate, UserState } from '@/lib/core/state/user-state'

import type { BackendName, BackendReport, FaceReading, ModelTiming, SongEmbedding, TensorMemory, WindowModelId } from './inference'
import type { PixelPoint } from './pixel-box'

/** What the page asks of the worker. */
export type InferenceTask =
  | { readonly kind: 'start' }
  | { readonly kind: 'chooseBackend'; readonly backendName: BackendName }
  | {
      readonly kind: 'estimateFace'
      readonly frame: ImageBitmap
      readonly timestampMs: number
      readonly frameKind: 'video' | 'picture'
      readonly chosenPoint?: PixelPoint
    }
  | { readonly kind: 'holdRecording'; readonly recordingId: number; readonly recording: Recording }
  | { readonly kind: 'dropRecording'; readonly recordingId: number }
  | {
      readonly kind: 'estimateRecording'
      readonly modelId: WindowModelId
      readonly recordingId: number
      readonly baseline?: PersonalBaseline
    }
  | { readonly kind: 'takeBaseline'; readonly recordingId: number; readonly stretch?: Stretch }
  | { readonly kind: 'assessRecording'; readonly recordingId: number }
  | { readonly kind: 'estimateCadence'; readonly recordingId: number }
  | { readonly kind: 'activityWindowSpec' }
  | { readonly kind: 'estimateActivity'; readonly windows: readonly SignalWindow[]; readonly upright?: Direction }
  | { readonly kind: 'fuseState'; readonly userState: UserState }
  | { readonly kind: 'embedSongs'; readonly songs: readonly TowerSong[] }
  | { readonly kind: 'timeModels'; readonly backendName: BackendName }
  | { readonly kind: 'measureMemory' }

/** What each task gives. */
export type InferenceResults = {
  start: BackendReport
  chooseBackend: BackendReport
  estimateFace: FaceReading
  holdRecording: void
  dropRecording: void
  estimateRecording: readonly Estimate[]
  assessRecording: Assessment
  estimateCadence: readonly CadenceEstimate[]
  activityWindowSpec: WindowSpec
  estimateActivity: readonly Estimate[]
  takeBaseline: PersonalBaseline
  fuseState: Float32Array
  embedSongs: SongEmbedding
  timeModels: readonly ModelTiming[]
  measureMemory: TensorMemory
}

/** A task on its way to the worker; the replies carry its number. */
export type InferenceRequest = { readonly requestId: number; readonly task: InferenceTask }

/** What the worker answers: any number of progress replies, then one that ends the request. */
export type InferenceReply =
  | { readonly requestId: number; readonly kind: 'progress'; readonly doneShare: number }
  | { readonly requestId: number; readonly kind: 'done'; readonly result: InferenceResults[keyof InferenceResults] }
  | { readonly requestId: number; readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }
