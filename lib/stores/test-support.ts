import { AppError } from '@/lib/core/app-error'
import type { Playlist, PlaylistRequest } from '@/lib/contracts/playlist-api'
import type { StoredBaseline } from '@/lib/contracts/stored-baseline'
import { assessRecording } from '@/lib/core/signal/assess-recording'
import { cadenceSeries } from '@/lib/core/signal/cadence-series'
import type { MotionSample } from '@/lib/core/signal/create-motion-stream'
import type { Recording } from '@/lib/core/signal/recording'
import type { TablePreview } from '@/lib/core/signal/table-mapping'
import { activityWindowSpec } from '@/lib/core/signal/test-support'
import type { Estimate, UserState } from '@/lib/core/state/user-state'
import type { BackendName, BackendReport, FaceReading, WindowModelId } from '@/lib/inference/inference'

import { createFakeRooms } from './pairing/test-support'
import type { StudioCamera, StudioDeps } from './studio-deps'

const MS_PER_SECOND = 1000
/** 2026-03-14 10:00 UTC. */
export const someTimeMs = Date.UTC(2026, 2, 14, 10)

const series = (durationSec: number, rateHz: number, valueAt: (timeSec: number) => number) => {
  const count = Math.round(durationSec * rateHz)
  return {
    timestampsMs: Float64Array.from({ length: count }, (_, index) => someTimeMs + (index / rateHz) * MS_PER_SECOND),
    values: Float32Array.from({ length: count }, (_, index) => valueAt(index / rateHz)),
  }
}

/** A wearable's recording of skin conductance. */
export const wearableRecording = (fileName: string, durationSec = 600): Recording => ({
  sourceName: 'Empatica E4',
  fileName,
  startMs: someTimeMs,
  endMs: someTimeMs + durationSec * MS_PER_SECOND,
  series: { eda: series(durationSec, 4, (timeSec) => 2 + Math.sin(timeSec / 20)) },
  tagsMs: [],
  notes: [],
})

/** A phone's recording of its acceleration. */
export const motionRecording = (fileName: string, durationSec = 60): Recording => {
  const axis = (offset: number) => series(durationSec, 50, (timeSec) => offset + Math.sin(timeSec * 12))
  return {
    sourceName: 'Sensor Logger',
    fileName,
    startMs: someTimeMs,
    endMs: someTimeMs + durationSec * MS_PER_SECOND,
    series: { accX: axis(0), accY: axis(0), accZ: axis(1) },
    hasGravity: true,
    tagsMs: [],
    notes: [],
  }
}

const songId = (seed: number, index: number) => `${seed % 1000}s${index}`.padEnd(22, 'x')

/** A playlist as the server answers one; its songs depend on the seed and leave out what was excluded. */
export const playlistFor = (playlistId: string, { wishes }: PlaylistRequest): Playlist => ({
  playlistId,
  createdAtMs: someTimeMs,
  wishes,
  songs: Array.from({ length: wishes.songCount + wishes.excludedSongIds.length }, (_, index) => songId(wishes.seed, index))
    .filter((candidate) => !wishes.excludedSongIds.includes(candidate))
    .slice(0, wishes.songCount)
    .map((id) => ({
      song: { songId: id, title: `Song ${id}`, artists: ['Somebody'], artistGenres: [], features: {} },
      scoreParts: {
        stateSimilarity: 1,
        goalSimilarity: 1,
        pathSimilarity: 1,
        pathPercentile: 1,
        pathPosition: 0,
        familiarityLift: 0,
        standouts: [],
      },
    })),
})

/** A frame that knows whether it was closed. */
const frame = (): ImageBitmap => ({ width: 640, height: 480, close: () => undefined })

export const happyScores = [0.02, 0.02, 0.02, 0.8, 0.04, 0.05, 0.05]

/** Length and stride of each model's windows, in seconds. */
const windows = { stress: { lengthSec: 60, strideSec: 15 }, activity: { lengthSec: 2.56, strideSec: 1.28 } } as const

/** Calm in the first half of a recording, stressed in the second; walking throughout. */
const estimatesOf = (modelId: WindowModelId, { startMs, endMs, fileName }: Recording): readonly Estimate[] => {
  const { lengthSec, strideSec } = windows[modelId]
  const count = Math.floor(((endMs - startMs) / MS_PER_SECOND - lengthSec) / strideSec) + 1
  if (count < 1) throw new AppError('RECORDING_TOO_SHORT', `${fileName} holds no ${lengthSec} seconds.`)
  return Array.from({ length: count }, (_, index) => {
    const windowStartMs = startMs + index * strideSec * MS_PER_SECOND
    const stress = index >= count / 2 ? [0.1, 0.8, 0.05, 0.05] : [0.8, 0.1, 0.05, 0.05]
    const scores = modelId === 'activity' ? [0, 0, 0, 1, 0, 0, 0] : stress
    return { startMs: windowStartMs, endMs: windowStartMs + lengthSec * MS_PER_SECOND, scores, confidence: 0.8 }
  })
}

/** Everything outside the store, standing in: what it was asked is written down, and what it answers can be set. */
export function createFakes() {
  const calls: string[] = []
  const requests: { method: 'POST' | 'PUT' | 'PATCH'; playlistId?: string; body: unknown }[] = []
  const waits: (() => void)[] = []
  const frames: ((frame: ImageBitmap) => void)[] = []
  const chosenPoints: unknown[] = []
  let tellSeen: (isSeen: boolean) => void = () => undefined
  const forgotten: string[] = []
  const moved: ((sample: MotionSample) => void)[] = []
  const fused: UserState[] = []
  const rooms = createFakeRooms()
  const answers = {
    faceCount: 1,
    faceScores: happyScores,
    faceView: { widthPx: 90, brightness: 120, contrast: 45, sideways: 0, upwards: 0 },
    startError: undefined as Error | undefined,
    serverError: undefined as Error | undefined,
    cameraError: undefined as Error | undefined,
    motionError: undefined as Error | undefined,
    /** What every window of a live phone is read as. */
    activity: { scores: [0, 0, 0, 1, 0, 0, 0], confidence: 0.9 } as Pick<Estimate, 'scores' | 'confidence' | 'doubt'>,
    keptBaseline: undefined as StoredBaseline | undefined,
    /** By file name. */
    recordings: new Map<string, readonly Recording[] | Error | Promise<readonly Recording[]>>(),
    /** Tables that are asked about before a file is read, by file name. */
    questions: new Map<string, readonly TablePreview[]>(),
  }
  let nowMs = someTimeMs
  let randomCount = 0

  const report = (chosen: BackendName, isByHand: boolean): BackendReport => ({
    chosen,
    isByHand,
    measurements: [{ backendName: chosen, isUsable: true, isSoftware: false, medianMs: 3 }],
  })

  const camera: StudioCamera = {
    stream: {} as MediaStream,
    nextFrame: () => new Promise((resolve) => frames.push(resolve)),
    stop: () => calls.push('camera stopped'),
  }

  const throwIfServerIsDown = () => {
    if (answers.serverError !== undefined) throw answers.serverError
  }

  const deps: StudioDeps = {
    inference: {
      start: async () => {
        calls.push('start')
        if (answers.startError !== undefined) throw answers.startError
        return report('wasm', false)
      },
      chooseBackend: async (backendName) => {
        if (backendName === 'webgpu') throw new AppError('INFERENCE_FAILED', 'WebGPU gave no adapter.')
        return report(backendName, true)
      },
      estimateFace: async (_frame, timestampMs, kind, chosenPoint): Promise<FaceReading> => {
        calls.push(`face ${kind}`)
        chosenPoints.push(chosenPoint)
        const others = Array.from({ length: Math.max(0, answers.faceCount - 1) }, () => ({ xPx: 300, yPx: 2, widthPx: 60, heightPx: 60 }))
        const reading = { frameWidthPx: 640, frameHeightPx: 480, others, durationMs: 5 }
        if (answers.faceCount === 0) return reading
        const estimate = { startMs: timestampMs, endMs: timestampMs, scores: answers.faceScores, confidence: 0.7 }
        return {
          ...reading,
          face: { box: { xPx: 1, yPx: 2, widthPx: 90, heightPx: 90 }, detectionScore: 0.9, view: answers.faceView, estimate },
        }
      },
      estimateRecording: async (modelId, recording, onProgress) => {
        onProgress?.(0.5)
        return estimatesOf(modelId, recording)
      },
      assessRecording: async (recording) => assessRecording(recording),
      estimateCadence: async (recording) => cadenceSeries(recording),
      forgetRecording: () => {},
      activityWindowSpec: async () => activityWindowSpec,
      estimateActivity: async (windows, upright) => {
        calls.push(`activity ${upright === undefined ? 'any way up' : upright.map((share) => share.toFixed(1)).join(' ')}`)
        return windows.map(({ startMs, endMs }) => ({ startMs, endMs, ...answers.activity }))
      },
      takeBaseline: async (recording, stretch = { startMs: recording.startMs, endMs: recording.startMs + 180_000 }) => {
        if (stretch.endMs <= stretch.startMs) throw new AppError('RECORDING_TOO_SHORT', `${recording.fileName} holds no three minutes.`)
        return { ...stretch, means: { edaTonic: 0.4 } }
      },
      fuseState: async (userState) => {
        fused.push(userState)
        const vector = new Float32Array(128)
        vector[fused.length % 128] = 1
        return vector
      },
      embedSongs: async (songs) => ({ spaceId: 'made-up', vectors: new Float32Array(128 * songs.length).fill(128 ** -0.5) }),
      dispose: () => undefined,
    },
    devices: {
      openCamera: async () => {
        if (answers.cameraError !== undefined) throw answers.cameraError
        return camera
      },
      openMotionSensor: async (onSample) => {
        if (answers.motionError !== undefined) throw answers.motionError
        moved.push(onSample)
        return { stop: () => calls.push('motion stopped') }
      },
      readPhoto: async (file) => {
        if (file.size === 0) throw new AppError('FILE_EMPTY', `${file.name} has 0 bytes.`)
        return frame()
      },
      watchPage: (onSeen) => {
        tellSeen = onSeen
      },
      showFile: (file) => `blob:${file.name}`,
      forgetFile: (url) => forgotten.push(url),
    },
    readRecordings: async (files, { onProgress, mappedTables = [] }) => {
      onProgress?.(0.5)
      const questions = mappedTables.length > 0 ? undefined : answers.questions.get(files[0]?.name ?? '')
      if (questions !== undefined) return { recordings: [], questions }
      const answer = await answers.recordings.get(files[0]?.name ?? '')
      if (answer === undefined) throw new AppError('FORMAT_UNKNOWN', 'This is no recording.')
      if (answer instanceof Error) throw answer
      return { recordings: answer, questions: [] }
    },
    baselineMemory: {
      recall: async () => answers.keptBaseline,
      keep: (baseline) => {
        answers.keptBaseline = baseline
      },
      forget: () => {
        answers.keptBaseline = undefined
      },
    },
    fetchSamples: async () => ({ stress: new File(['x'], 'sample-e4.zip'), activity: new File(['x'], 'sample-phone.zip') }),
    api: {
      create: async (body) => {
        requests.push({ method: 'POST', body })
        throwIfServerIsDown()
        return playlistFor(`p${requests.length}`, body)
      },
      replan: async (playlistId, body) => {
        requests.push({ method: 'PUT', playlistId, body })
        throwIfServerIsDown()
        return playlistFor(playlistId, body)
      },
      keepSongs: async (playlistId, songIds) => {
        requests.push({ method: 'PATCH', playlistId, body: [...songIds] })
        throwIfServerIsDown()
        return { playlistId, createdAtMs: someTimeMs, wishes: { songCount: 5, excludedSongIds: [], seed: 0 }, songs: [] }
      },
      read: async () => Promise.reject(new Error('not asked for')),
      list: async () => ({ playlists: [] }),
      remove: async () => undefined,
    },
    pairing: { client: rooms.client, crypto: globalThis.crypto, origin: () => 'https://attune.test' },
    now: () => {
      nowMs += 50
      return nowMs
    },
    random: () => {
      randomCount += 1
      return randomCount / 1000
    },
    wait: () => new Promise((resolve) => waits.push(resolve)),
  }

  return {
    deps,
    answers,
    calls,
    requests,
    fused,
    forgotten,
    /** The listeners of the opened motion sensors, to feed samples to. */
    moved,
    /** The server's rooms, standing in. */
    rooms,
    /** Ends every wait that the store began. */
    endWaits: () => {
      for (const end of waits.splice(0)) end()
    },
    chosenPoints,
    /** Hides the page or shows it again. */
    showPage: (isSeen: boolean) => tellSeen(isSeen),
    /** Lets the camera give its next picture. */
    showFrame: () => frames.shift()?.(frame()),
    frameIsWanted: () => frames.length > 0,
  }
}

/** Lets everything that can go on without waiting go on. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve)
  })
