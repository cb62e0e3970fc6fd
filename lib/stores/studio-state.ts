import type { Playlist } from '@/lib/contracts/playlist-api'
import type { StoredBaseline } from '@/lib/contracts/stored-baseline'
import type { ErrorCode } from '@/lib/core/app-error'
import type { VectorWithout } from '@/lib/core/songs/find-moving-part'
import type { Relaxation } from '@/lib/core/songs/too-few-songs-error'
import type { SignalQuality, Stretch } from '@/lib/core/signal/assess-quality'
import type { CadenceEstimate } from '@/lib/core/signal/cadence-series'
import type { ChannelSeries, Recording } from '@/lib/core/signal/recording'
import type { TablePreview } from '@/lib/core/signal/table-mapping'
import type { Abstention } from '@/lib/core/state/abstain'
import type { FaceViewProblem } from '@/lib/core/state/face-view'
import type { CadenceReading, Estimate, Goal, OwnWord, SensorReading, UserState } from '@/lib/core/state/user-state'
import type { BackendReport, FaceReading, WindowModelId } from '@/lib/inference/inference'

import { noWishes, type ListenerWishes } from './listener-wishes'
import type { MotionReading } from './live-motion'

/** Something that went wrong, as the interface shows it. */
export type Problem = {
  readonly code: ErrorCode
  readonly message: string
  /** With TOO_FEW_SONGS: the wishes that could be let go, the most helpful first. */
  readonly relaxations?: readonly Relaxation[]
}

/** The start of TF.js and its outcome. */
export type BackendState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'starting' }
  | { readonly phase: 'ready'; readonly report: BackendReport; readonly isChanging: boolean; readonly problem?: Problem }
  | { readonly phase: 'failed'; readonly problem: Problem }

/** What the listener is told about what the webcam sees; 'wait' before anything was looked at. */
export type FaceHint = 'wait' | 'noFace' | 'seen' | FaceViewProblem

/** The webcam: off, or a picture that is read again and again. Only while it is on does the camera run. */
export type WebcamState =
  | { readonly phase: 'off' }
  | {
      readonly phase: 'opening'
      /** What was read before a pause. */
      readonly reading?: SensorReading
    }
  | {
      readonly phase: 'on'
      readonly stream: MediaStream
      /** The last frame's outcome; absent until the first is read. */
      readonly faceReading?: FaceReading
      readonly hint: FaceHint
      /** What the last seconds say together; stays when the face is lost for a moment. */
      readonly reading?: SensorReading
      readonly framesPerSec?: number
    }
  | {
      readonly phase: 'paused'
      /** By the listener, or because the page went out of sight; then it goes on by itself. */
      readonly isByHand: boolean
      readonly reading?: SensorReading
    }
  | { readonly phase: 'failed'; readonly problem: Problem }

/** The phone's own motion: off, or read window by window. */
export type MotionState =
  | { readonly phase: 'off' | 'opening' }
  | {
      readonly phase: 'on'
      /** What the last window says; absent until the first is read. */
      readonly motion?: MotionReading
    }
  | { readonly phase: 'failed'; readonly problem: Problem }

/** A phone that reads its own motion and sends what it finds; while it is paired, `motion` is the phone's. */
export type PairingState =
  | { readonly phase: 'none' | 'opening' }
  | {
      /** The code is shown, and no phone has come yet. */
      readonly phase: 'waiting'
      readonly link: string
      /** Two words that the phone shows as well. */
      readonly words: string
      /** Unix epoch milliseconds. */
      readonly expiresAtMs: number
      readonly isConnected: boolean
      /** Whether something came that was not sealed with the key of this pairing. */
      readonly hasForeign: boolean
    }
  | {
      readonly phase: 'paired'
      readonly words: string
      /** What the phone does: its page is open, it reads motion, it has not been heard for a while, or it has said goodbye. */
      readonly phone: 'here' | 'reading' | 'silent' | 'left'
      readonly isConnected: boolean
    }
  | { readonly phase: 'failed'; readonly problem: Problem }

/** A picture in which a face was read. */
export type ReadPhoto = {
  readonly phase: 'read'
  readonly fileName: string
  readonly previewUrl: string
  readonly faceReading: FaceReading
  readonly reading: SensorReading
  /** Why the picture that was given next was not taken. */
  readonly problem?: Problem
}

/** One picture. While the next one is being read, `previous` still counts. */
export type PhotoState =
  | { readonly phase: 'empty' }
  | { readonly phase: 'reading'; readonly fileName: string; readonly previous?: ReadPhoto }
  | ReadPhoto
  /** The picture stays in view when it is a picture but holds no face. */
  | { readonly phase: 'failed'; readonly fileName: string; readonly previewUrl?: string; readonly problem: Problem }

/** A recording that was read by its model, window by window. */
export type ReadRecording = {
  readonly phase: 'read'
  readonly recording: Recording
  readonly quality: SignalQuality
  /** Only of a wearable. */
  readonly heartRate?: ChannelSeries
  readonly estimates: readonly Estimate[]
  /** The stretch that stands for now. */
  readonly now: Stretch
  /** Whether the listener picked that stretch; a playlist is then said to be for it. */
  readonly isPicked: boolean
  readonly reading: SensorReading
  /** What it was read from, for reading it again with other columns. */
  readonly files: readonly File[]
  /** Everything that the files held for this card, this recording among it, in order of time. */
  readonly choices: readonly Recording[]
  /** The cadence over the recording where it holds acceleration, and what it is now. */
  readonly cadence: readonly CadenceEstimate[]
  readonly cadenceReading?: CadenceReading
  /** Whether the movement (cadence, and a wearable's wrist) is still being read. */
  readonly isMovementPending: boolean
  /** Of a wearable with an accelerometer: what its wrist does, window by window, and now. */
  readonly wrist?: { readonly estimates: readonly Estimate[]; readonly reading?: SensorReading }
  /** Why the reading had better say nothing; the user state then goes without it. Only of a wearable. */
  readonly abstention?: Abstention
  /** Where the person's own zero and scale come from; only of a wearable. */
  readonly scaledBy?: 'baseline' | 'recording'
  /** Said when more came than was read, or to another card than it belongs to. */
  readonly notice?: string
  /** Why the file that was given next was not taken. */
  readonly problem?: Problem
}

/** A recording from a file. While the next one is being read, `previous` still counts. */
export type RecordingState =
  | { readonly phase: 'empty' }
  | {
      readonly phase: 'reading' | 'estimating'
      readonly fileName: string
      readonly doneShare: number
      readonly previous?: ReadRecording
    }
  /** The columns of tables are not known, or are to be corrected: the listener is asked. */
  | {
      readonly phase: 'asking'
      readonly fileName: string
      readonly files: readonly File[]
      readonly tables: readonly TablePreview[]
      readonly previous?: ReadRecording
    }
  | ReadRecording
  | { readonly phase: 'failed'; readonly fileName: string; readonly problem: Problem }

/** The person's own zero for a wearable's signals. */
export type BaselineState = {
  readonly phase: 'none' | 'taking' | 'kept'
  readonly kept?: StoredBaseline
  /** Why the one that was asked for last could not be taken. */
  readonly problem?: Problem
}

/** The 128 numbers and how they come to be. */
export type VectorState = {
  readonly phase: 'none' | 'fusing' | 'ready' | 'failed'
  /** (128,), unit length; the last good one stays while the next is fused. */
  readonly stateVector?: Float32Array
  /** (128,), where the chosen goal lies for this state. */
  readonly goalVector?: Float32Array
  readonly problem?: Problem
}

/** The playlist and the state and goal it was made for, which its reasons speak of. */
export type PlaylistState = {
  readonly phase: 'none' | 'making' | 'ready' | 'failed'
  readonly playlist?: Playlist
  /** The state and goal that it was planned for, the 128 numbers of both, and those that the state would have without each of its parts. */
  readonly madeFor?: {
    readonly userState: UserState
    readonly goal: Goal
    readonly stateVector: Float32Array
    readonly goalVector: Float32Array
    readonly withouts: readonly VectorWithout[]
    /** The stretch of a recording that the listener picked for it. */
    readonly stretch?: Stretch
  }
  readonly problem?: Problem
  /** A song that was just removed and can come back. */
  readonly removed?: { readonly songId: string; readonly title: string; readonly index: number; readonly entry: Playlist['songs'][number] }
}

/** Everything that the studio shows. */
export type StudioState = {
  readonly backend: BackendState
  readonly webcam: WebcamState
  readonly motion: MotionState
  readonly pairing: PairingState
  readonly photo: PhotoState
  readonly recordings: Readonly<Record<WindowModelId, RecordingState>>
  readonly sample: { readonly phase: 'idle' | 'loading' | 'failed'; readonly problem?: Problem }
  readonly baseline: BaselineState
  readonly ownWord: OwnWord
  readonly userState: UserState
  readonly vector: VectorState
  readonly goal: Goal
  readonly songCount: number
  readonly wishes: ListenerWishes
  readonly playlist: PlaylistState
  /** The last thing worth saying aloud to a screen reader. */
  readonly announcement: string
}

/** The state before anything was given. */
export const emptyState = (songCount: number): StudioState => ({
  backend: { phase: 'idle' },
  webcam: { phase: 'off' },
  motion: { phase: 'off' },
  pairing: { phase: 'none' },
  photo: { phase: 'empty' },
  recordings: { stress: { phase: 'empty' }, activity: { phase: 'empty' } },
  sample: { phase: 'idle' },
  baseline: { phase: 'none' },
  ownWord: {},
  userState: {},
  vector: { phase: 'none' },
  goal: 'match',
  songCount,
  wishes: noWishes,
  playlist: { phase: 'none' },
  announcement: '',
})
