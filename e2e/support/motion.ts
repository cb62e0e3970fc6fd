import type { CDPSession, Page } from '@playwright/test'

import { makeSensorLoggerRecording } from '../../scripts/samples/sensor-logger-recording.mjs'

/** What a person does whose phone the DevTools move; the recordings that the samples of the site are made of. */
export type Activity = 'sitting' | 'standing' | 'walking' | 'running'

/** Steps a minute of the generated gaits at their own speed: two to a stride. */
const ownStepsPerMinute: Readonly<Partial<Record<Activity, number>>> = { walking: 2 * 0.9 * 60, running: 2 * 1.35 * 60 }
const rateHz = 50
/** The first seconds of a generated course turn the phone into its posture. */
const skippedSec = 3
const courseSec = 60
/** Chromium asks its sensors 60 times a second. */
const updateEveryMs = 8

type Xyz = { readonly x: number; readonly y: number; readonly z: number }

const rowsOf = (text: string): readonly Xyz[] =>
  text
    .trim()
    .split('\n')
    .slice(1 + skippedSec * rateHz)
    .map((line) => {
      const [, , z = NaN, y = NaN, x = NaN] = line.split(',').map(Number)
      return { x, y, z }
    })

/** A phone whose motion the test decides, through the sensor overrides of the DevTools. */
export type OverriddenMotion = {
  /** Moves from now on as somebody does this, walking and running at so many steps a minute. */
  move(activity: Activity, stepsPerMinute?: number): void
  /** Lies on a table from now on. */
  lie(): void
  stop(): Promise<void>
}

/** Gives a page the sensors of a phone, which lies on a table at first. */
export async function overrideMotion(page: Page): Promise<OverriddenMotion> {
  const session = await page.context().newCDPSession(page)
  for (const type of ['accelerometer', 'gyroscope', 'linear-acceleration'] as const) {
    await session.send('Emulation.setSensorOverrideEnabled', { enabled: true, type, metadata: { available: true } })
  }
  // DeviceMotion speaks when all three do.
  await setReading(session, 'linear-acceleration', { x: 0, y: 0, z: 0 })
  let motionAt = (_atMs: number): readonly [Xyz, Xyz] => [
    { x: 0.2, y: 0.1, z: 9.8 },
    { x: 0, y: 0, z: 0 },
  ]
  let isStopped = false
  const keepMoving = async () => {
    while (!isStopped) {
      const [acc, gyro] = motionAt(performance.now())
      await Promise.all([setReading(session, 'accelerometer', acc), setReading(session, 'gyroscope', gyro)])
      await new Promise((resolve) => setTimeout(resolve, updateEveryMs))
    }
  }
  // The page may be closed before the test says stop.
  const moving = keepMoving().catch(() => undefined)
  const still = motionAt
  return {
    move: (activity, stepsPerMinute) => {
      const files = makeSensorLoggerRecording({ course: [{ activity, durationSec: courseSec }] })
      const [acc, gyro] = [rowsOf(files['TotalAcceleration.csv']), rowsOf(files['Gyroscope.csv'])]
      const speed = stepsPerMinute === undefined ? 1 : stepsPerMinute / (ownStepsPerMinute[activity] ?? stepsPerMinute)
      const startMs = performance.now()
      motionAt = (atMs) => {
        const place = (((atMs - startMs) / 1000) * rateHz * speed) % (acc.length - 1)
        return [between(acc, place), between(gyro, place)]
      }
    },
    lie: () => {
      motionAt = still
    },
    stop: async () => {
      isStopped = true
      await moving
    },
  }
}

async function setReading(session: CDPSession, type: 'accelerometer' | 'gyroscope' | 'linear-acceleration', xyz: Xyz) {
  await session.send('Emulation.setSensorOverrideReadings', { type, reading: { xyz } })
}

/** A value between two rows, so that no step of the course is seen at another speed. */
function between(rows: readonly Xyz[], place: number): Xyz {
  const [before, behind] = [rows[Math.floor(place)], rows[Math.floor(place) + 1]]
  if (before === undefined || behind === undefined) throw new Error(`There is no row ${place} of ${rows.length}.`)
  const share = place % 1
  const mix = (axis: 'x' | 'y' | 'z') => before[axis] + share * (behind[axis] - before[axis])
  return { x: mix('x'), y: mix('y'), z: mix('z') }
}
