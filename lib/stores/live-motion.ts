import { createMotionStream, type MotionSample, type MotionStream } from '@/lib/core/signal/create-motion-stream'
import { cadenceWindowSpec, findCadence } from '@/lib/core/signal/find-cadence'
import { findUpright, type Direction } from '@/lib/core/signal/turn-upright'
import type { SignalWindow } from '@/lib/core/signal/window-spec'
import { isSurelyWalking } from '@/lib/core/state/judge-activity'
import { createActivitySmoother } from '@/lib/core/state/smooth-activity'
import type { CadenceReading, Estimate, SensorReading } from '@/lib/core/state/user-state'
import type { Inference } from '@/lib/inference/inference'

import type { StudioDevices } from './studio-deps'

/** What a moving phone says now; what a paired phone sends is this and nothing else. */
export type MotionReading = {
  readonly reading: SensorReading
  readonly cadence?: CadenceReading
  /** Whether which way is up along the body is known, so that lying, sitting and standing are told apart. */
  readonly isUpright: boolean
  readonly doubt?: Estimate['doubt']
}

/** What live motion needs of the browser: a sensor, and the model that reads it. */
export type LiveMotionDeps = {
  readonly inference: Pick<Inference, 'activityWindowSpec' | 'estimateActivity'>
  readonly openMotionSensor: StudioDevices['openMotionSensor']
}

/** A running sensor with the models behind it. */
export type LiveMotion = { stop(): void }

/** So many windows of somebody walking are kept to tell which way up the phone is worn. */
const KEPT_WALKING_COUNT = 40
/** A cadence is said until it is this old: two strides of its windows. */
const CADENCE_MEMORY_MS = 5000

/**
 * Opens the sensor and reads it until it is stopped: activity smoothed by what came before, cadence, and doubts.
 *
 * Samples go through the same windows as those of a file. Rejects where the sensor cannot be opened; what goes wrong later comes to `onError`.
 */
export async function openLiveMotion(
  { inference, openMotionSensor }: LiveMotionDeps,
  sourceName: string,
  { onReading, onError }: { readonly onReading: (motion: MotionReading) => void; readonly onError: (error: unknown) => void },
): Promise<LiveMotion> {
  const smoother = createActivitySmoother()
  const cadenceStream = createMotionStream(cadenceWindowSpec)
  const walking: SignalWindow[] = []
  let activityStream: MotionStream | undefined
  let upright: Direction | undefined
  let cadence: (CadenceReading & { readonly endMs: number }) | undefined
  let isStopped = false
  let queue: Promise<void> = Promise.resolve()

  const countSteps = ({ values, endMs }: SignalWindow) => {
    const found = findCadence(values, cadenceWindowSpec.sampleRateHz, true)
    cadence = found && { ...found, sourceName, endMs }
  }

  const read = async (window: SignalWindow) => {
    const windowSpec = await inference.activityWindowSpec()
    const [estimate] = await inference.estimateActivity([window], upright)
    if (isStopped || estimate === undefined) return
    if (isSurelyWalking(estimate)) {
      walking.push(window)
      if (walking.length > KEPT_WALKING_COUNT) walking.shift()
      upright = findUpright(walking, windowSpec)
    }
    const { scores, confidence } = smoother.push(estimate)
    const { doubt } = estimate
    const steps = cadence !== undefined && window.endMs - cadence.endMs <= CADENCE_MEMORY_MS && doubt !== 'notWorn' ? cadence : undefined
    onReading({
      reading: { scores, confidence, sourceName },
      ...(steps === undefined ? {} : { cadence: { cadenceSpm: steps.cadenceSpm, confidence: steps.confidence, sourceName } }),
      isUpright: upright !== undefined,
      ...(doubt === undefined ? {} : { doubt }),
    })
  }

  const take = (sample: MotionSample) => {
    if (isStopped) return
    for (const window of cadenceStream.push(sample)) countSteps(window)
    for (const window of activityStream?.push(sample) ?? []) queue = queue.then(() => read(window)).catch(fail)
  }

  const sensor = await openMotionSensor(take)
  const stop = () => {
    isStopped = true
    sensor.stop()
  }
  const fail = (error: unknown) => {
    if (isStopped) return
    stop()
    onError(error)
  }
  try {
    activityStream = createMotionStream(await inference.activityWindowSpec())
  } catch (error) {
    stop()
    throw error
  }
  return { stop }
}
