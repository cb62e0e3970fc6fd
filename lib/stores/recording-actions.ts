import { AppError } from '@/lib/core/app-error'
import type { SignalQuality, Stretch } from '@/lib/core/signal/assess-quality'
import type { Assessment } from '@/lib/core/signal/assess-recording'
import { readCadence, type CadenceEstimate } from '@/lib/core/signal/cadence-series'
import { fitsBaseline } from '@/lib/core/signal/personal-baseline'
import type { Channel, Recording } from '@/lib/core/signal/recording'
import type { MappedTable, TablePreview } from '@/lib/core/signal/table-mapping'
import { createAbstain, type Abstain } from '@/lib/core/state/abstain'
import { readStretch } from '@/lib/core/state/read-stretch'
import { usualNow } from '@/lib/core/state/usual-now'
import type { Estimate, SensorReading } from '@/lib/core/state/user-state'
import type { WindowModelId } from '@/lib/inference/inference'

import type { StudioContext } from './studio-context'
import type { ReadRecording, RecordingState } from './studio-state'
import { toProblem } from './to-problem'

/** A channel that only a wearable has; the stress model reads these. */
const WEARABLE_CHANNELS: readonly Channel[] = ['eda', 'skinTemp', 'bvp', 'heartRate', 'rrInterval']
/** How long the stretch is that stands for now until the listener says otherwise, in ms. */
const USUAL_NOW_MS: Readonly<Record<WindowModelId, number>> = { stress: 5 * 60_000, activity: 30_000 }

const EXPECTED_SIGNALS: Readonly<Record<WindowModelId, string>> = {
  stress: 'Expected at least one of heart rate, pulse, skin conductance or skin temperature.',
  activity: "Expected a phone's acceleration.",
}
const MOVED_NOTICES: Readonly<Record<WindowModelId, string>> = {
  stress: 'This is a wearable export, so it was put here.',
  activity: 'This is a motion recording, so it was put here.',
}

const isWearable = ({ series }: Recording) => WEARABLE_CHANNELS.some((channel) => series[channel] !== undefined)

/** The model that a recording is for; a wearable's own acceleration is not for the phone's model. */
export const modelOfRecording = (recording: Recording): WindowModelId | undefined => {
  if (isWearable(recording)) return 'stress'
  return recording.series.accX === undefined ? undefined : 'activity'
}

const previousOf = (state: RecordingState): ReadRecording | undefined => {
  if (state.phase === 'read') return state
  return state.phase === 'reading' || state.phase === 'estimating' || state.phase === 'asking' ? state.previous : undefined
}

const lengthMs = ({ startMs, endMs }: Recording): number => endMs - startMs

/** A recording this much shorter than the longest is a try, not what its wearer meant. */
const SHORTEST_SHARE = 0.25

/** The recording that is read first: the newest, unless it is short beside the longest. */
const usualChoice = (recordings: readonly Recording[]): Recording | undefined => {
  const longestMs = Math.max(...recordings.map(lengthMs))
  return recordings
    .toSorted((one, other) => other.startMs - one.startMs)
    .find((recording) => lengthMs(recording) >= SHORTEST_SHARE * longestMs)
}

/** What a stretch of a recording says; where no window lies in it, the nearest one speaks. */
const readNow = (estimates: readonly Estimate[], now: Stretch, sourceName: string): SensorReading | undefined => {
  const middleOf = ({ startMs, endMs }: Stretch) => (startMs + endMs) / 2
  const distance = (estimate: Estimate) => Math.abs(middleOf(estimate) - middleOf(now))
  const read = readStretch(estimates, now) ?? estimates.toSorted((one, other) => distance(one) - distance(other))[0]
  return read && { scores: read.scores, confidence: read.confidence, sourceName }
}

/** Who judges whether a reading had better say nothing; only of a wearable. */
const abstainOf = (modelId: WindowModelId, quality: SignalQuality): Abstain | undefined =>
  modelId === 'stress' ? createAbstain(quality) : undefined

/** Everything that a recording says of a stretch; undefined where its model says nothing. */
const readingsNow = (
  modelId: WindowModelId,
  read: {
    readonly recording: Recording
    readonly quality: SignalQuality
    readonly estimates: readonly Estimate[]
    readonly cadence: readonly CadenceEstimate[]
    readonly wristEstimates: readonly Estimate[] | undefined
  },
  now: Stretch,
): Pick<ReadRecording, 'reading' | 'abstention' | 'cadenceReading' | 'wrist'> | undefined => {
  const sourceName = read.recording.fileName
  const reading = readNow(read.estimates, now, sourceName)
  if (reading === undefined) return undefined
  const cadence = readCadence(read.cadence, now)
  const abstention = abstainOf(modelId, read.quality)?.(reading.confidence, now)
  const wristReading = read.wristEstimates && readNow(read.wristEstimates, now, sourceName)
  return {
    reading,
    ...(abstention === undefined ? {} : { abstention }),
    ...(cadence === undefined ? {} : { cadenceReading: { ...cadence, sourceName } }),
    ...(read.wristEstimates === undefined
      ? {}
      : { wrist: { estimates: read.wristEstimates, ...(wristReading === undefined ? {} : { reading: wristReading }) } }),
  }
}

/** A recording to read with its model, and what it was chosen from. */
type Chosen = {
  readonly recording: Recording
  /** What is known of it already. */
  readonly assessment?: Assessment
  readonly files: readonly File[]
  readonly choices: readonly Recording[]
  readonly notice?: string
  /** The stretch that the listener picked already. */
  readonly picked?: Stretch
}

/** Wearable exports and motion recordings: read, choose what counts as now, remove. */
export function createRecordingActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  const turns: Record<WindowModelId, number> = { stress: 0, activity: 0 }
  const readings: Partial<Record<WindowModelId, AbortController>> = {}

  const put = (modelId: WindowModelId, state: RecordingState) => {
    store.setState((before) => ({ recordings: { ...before.recordings, [modelId]: state } }))
  }

  /** Starts a new reading in a card and stops the one before; the function it returns says whether it is still the newest one there. */
  const begin = (modelId: WindowModelId) => {
    turns[modelId] += 1
    readings[modelId]?.abort()
    const myTurn = turns[modelId]
    return () => turns[modelId] === myTurn
  }

  /** The recording that a card shows, or will show again when what it does now is cancelled. */
  const shownIn = (modelId: WindowModelId) => previousOf(store.getState().recordings[modelId])?.recording

  const estimate = async (modelId: WindowModelId, chosen: Chosen, isCurrent: () => boolean) => {
    const { recording, files, choices, notice } = chosen
    const previous = previousOf(store.getState().recordings[modelId])
    const progress = (doneShare: number) => {
      if (!isCurrent()) return
      put(modelId, { phase: 'estimating', fileName: recording.fileName, doneShare, ...(previous === undefined ? {} : { previous }) })
    }
    progress(0)
    await startBackend()
    if (!isCurrent()) return
    const { kept } = store.getState().baseline
    const baseline = modelId === 'stress' && kept !== undefined && fitsBaseline(kept, recording) ? kept : undefined
    const assessed = { recording, ...(chosen.assessment ?? (await deps.inference.assessRecording(recording))) }
    if (!isCurrent()) return
    const estimates = await deps.inference.estimateRecording(modelId, recording, progress, baseline)
    if (!isCurrent()) return
    const now = chosen.picked ?? usualNow(estimates, USUAL_NOW_MS[modelId], abstainOf(modelId, assessed.quality))
    const hasMovement = recording.series.accX !== undefined
    const unmoved = { ...assessed, estimates, cadence: [], wristEstimates: undefined }
    const readings = readingsNow(modelId, unmoved, now)
    if (readings === undefined) throw new AppError('INFERENCE_FAILED', `The model gave no estimate for ${recording.fileName}.`)
    put(modelId, {
      phase: 'read',
      ...assessed,
      files,
      choices,
      estimates,
      cadence: [],
      isMovementPending: hasMovement,
      now,
      isPicked: chosen.picked !== undefined,
      ...readings,
      ...(modelId === 'stress' ? { scaledBy: baseline === undefined ? 'recording' : 'baseline' } : {}),
      ...(notice === undefined ? {} : { notice }),
    })
    if (previous !== undefined && previous.recording !== recording) deps.inference.forgetRecording(previous.recording)
    refresh()
    announce(`${recording.fileName} was read.`)
    if (hasMovement) await addMovement(modelId, recording, isCurrent)
  }

  /** Adds the cadence, and what a wearable's wrist does, to a recording that is shown already: they take longer than its stress. */
  const addMovement = async (modelId: WindowModelId, recording: Recording, isCurrent: () => boolean) => {
    const cadence = await deps.inference.estimateCadence(recording)
    if (!isCurrent()) return
    const wristEstimates = modelId === 'stress' ? await estimateWrist(recording) : undefined
    const shown = store.getState().recordings[modelId]
    if (!isCurrent() || shown.phase !== 'read') return
    const readings = readingsNow(modelId, { ...shown, cadence, wristEstimates }, shown.now)
    put(modelId, { ...shown, cadence, isMovementPending: false, ...readings })
    refresh()
  }

  /** What the wrist of a wearable did; one that recorded too little of it keeps its stress alone. */
  const estimateWrist = async (recording: Recording): Promise<readonly Estimate[] | undefined> => {
    try {
      return await deps.inference.estimateRecording('activity', recording)
    } catch (error) {
      if (error instanceof AppError && error.code === 'RECORDING_TOO_SHORT') return undefined
      throw error
    }
  }

  /** Shows a failure in its card and keeps what was read there before. */
  const fail = (modelId: WindowModelId, fileName: string, error: unknown) => {
    const problem = toProblem(error)
    const previous = previousOf(store.getState().recordings[modelId])
    put(modelId, previous === undefined ? { phase: 'failed', fileName, problem } : { ...previous, problem })
  }

  const estimateOrFail = async (modelId: WindowModelId, chosen: Chosen, isCurrent: () => boolean) => {
    try {
      await estimate(modelId, chosen, isCurrent)
    } catch (error) {
      if (isCurrent()) fail(modelId, chosen.recording.fileName, error)
    } finally {
      // One that was cancelled, replaced, removed or could not be read.
      if (shownIn(modelId) !== chosen.recording) deps.inference.forgetRecording(chosen.recording)
    }
  }

  const ask = (modelId: WindowModelId, fileName: string, files: readonly File[], tables: readonly TablePreview[]) => {
    const previous = previousOf(store.getState().recordings[modelId])
    put(modelId, { phase: 'asking', fileName, files, tables, ...(previous === undefined ? {} : { previous }) })
    announce(`${fileName} is a table whose columns you are asked about.`)
  }

  const readFiles = async (modelId: WindowModelId, files: readonly File[], mappedTables: readonly MappedTable[] = []) => {
    const first = files[0]
    if (first === undefined) return
    const fileName = files.length === 1 ? first.name : `${first.name} and ${files.length - 1} more`
    const isCurrent = begin(modelId)
    const controller = new AbortController()
    readings[modelId] = controller
    const previous = previousOf(store.getState().recordings[modelId])
    const onProgress = (doneShare: number) => {
      if (isCurrent()) put(modelId, { phase: 'reading', fileName, doneShare, ...(previous === undefined ? {} : { previous }) })
    }
    onProgress(0)
    try {
      const { recordings, questions } = await deps.readRecordings(files, { onProgress, mappedTables, signal: controller.signal })
      if (!isCurrent()) return
      if (questions.length > 0) {
        ask(modelId, fileName, files, questions)
        return
      }
      const fitting = recordings.filter((recording) => modelOfRecording(recording) === modelId)
      const recording = usualChoice(fitting)
      if (recording !== undefined) {
        await estimateOrFail(modelId, { recording, files, choices: fitting }, isCurrent)
        return
      }
      const otherModelId = modelId === 'stress' ? 'activity' : 'stress'
      const strangers = recordings.filter((other) => modelOfRecording(other) === otherModelId)
      const stranger = usualChoice(strangers)
      if (stranger === undefined) {
        const channels = [...new Set(recordings.flatMap(({ series }) => Object.keys(series)))].join(', ')
        throw new AppError('FORMAT_UNKNOWN', `${fileName} holds ${channels || 'no signal'}. ${EXPECTED_SIGNALS[modelId]}`)
      }
      put(modelId, previous ?? { phase: 'empty' })
      const chosen = { recording: stranger, files, choices: strangers, notice: MOVED_NOTICES[otherModelId] }
      await estimateOrFail(otherModelId, chosen, begin(otherModelId))
    } catch (error) {
      if (isCurrent()) fail(modelId, fileName, error)
    }
  }

  return {
    readFiles: (modelId: WindowModelId, files: readonly File[]) => readFiles(modelId, files),
    /** Stops what a card is reading, estimating or asking, and goes back to what was read there before. */
    cancelReading: (modelId: WindowModelId) => {
      begin(modelId)
      put(modelId, previousOf(store.getState().recordings[modelId]) ?? { phase: 'empty' })
    },
    /** Asks what the columns of the tables are that a recording was read from, to correct them. */
    correctTables: (modelId: WindowModelId) => {
      const state = store.getState().recordings[modelId]
      if (state.phase === 'read' && state.recording.tables !== undefined)
        ask(modelId, state.recording.fileName, state.files, state.recording.tables)
    },
    /** Reads the tables that were asked about, with the columns as the listener says. */
    answerTables: async (modelId: WindowModelId, mappedTables: readonly MappedTable[]) => {
      const state = store.getState().recordings[modelId]
      if (state.phase === 'asking') await readFiles(modelId, state.files, mappedTables)
    },
    /** Reads another of the recordings that a card's files held. */
    chooseRecording: async (modelId: WindowModelId, index: number) => {
      const state = store.getState().recordings[modelId]
      const recording = state.phase === 'read' ? state.choices[index] : undefined
      if (state.phase !== 'read' || recording === undefined) return
      await estimateOrFail(modelId, { recording, files: state.files, choices: state.choices }, begin(modelId))
    },
    /** Makes a stretch of a recording that the listener picked stand for now; without one, the usual stretch again. */
    pickStretch: (modelId: WindowModelId, picked?: Stretch) => {
      const state = store.getState().recordings[modelId]
      if (state.phase !== 'read') return
      const now = picked ?? usualNow(state.estimates, USUAL_NOW_MS[modelId], abstainOf(modelId, state.quality))
      const readings = readingsNow(modelId, { ...state, wristEstimates: state.wrist?.estimates }, now)
      if (readings === undefined) return
      const { cadenceReading: _cadenceBefore, abstention: _abstentionBefore, ...kept } = state
      put(modelId, { ...kept, now, isPicked: picked !== undefined, ...readings })
      refresh()
    },
    /** Reads the wearable's recording anew, because the person's own zero changed. */
    readWearableAgain: async () => {
      const state = store.getState().recordings.stress
      if (state.phase !== 'read') return
      const { recording, quality, heartRate, files, choices, notice, now, isPicked } = state
      const assessment = { quality, ...(heartRate === undefined ? {} : { heartRate }) }
      const chosen = {
        recording,
        assessment,
        files,
        choices,
        ...(isPicked ? { picked: now } : {}),
        ...(notice === undefined ? {} : { notice }),
      }
      await estimateOrFail('stress', chosen, begin('stress'))
    },
    removeRecording: (modelId: WindowModelId) => {
      begin(modelId)
      const shown = shownIn(modelId)
      if (shown !== undefined) deps.inference.forgetRecording(shown)
      put(modelId, { phase: 'empty' })
      refresh()
    },
    /** Reads the recordings that the project generated itself, the same way as a dropped file. */
    trySamples: async () => {
      if (store.getState().sample.phase === 'loading') return
      store.setState({ sample: { phase: 'loading' } })
      try {
        const samples = await deps.fetchSamples()
        await Promise.all([readFiles('stress', [samples.stress]), readFiles('activity', [samples.activity])])
        store.setState({ sample: { phase: 'idle' } })
      } catch (error) {
        store.setState({ sample: { phase: 'failed', problem: toProblem(error) } })
      }
    },
  }
}
