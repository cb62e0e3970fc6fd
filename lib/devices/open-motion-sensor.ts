import { AppError } from '@/lib/core/app-error'
import type { MotionSample } from '@/lib/core/signal/create-motion-stream'

/** A phone's motion until it is stopped. */
export type MotionSensor = { stop(): void }

const STANDARD_GRAVITY = 9.806_65
const RAD_PER_DEG = Math.PI / 180
/** A device with a sensor speaks within this time; a computer without one never does. */
const LONGEST_SILENCE_MS = 2500

/** What Apple's browser engine says of itself, which is every browser's on an iPhone. */
const APPLE_VENDOR = 'Apple Computer, Inc.'

/** Browsers that ask for permission: Safari shows a question, Chromium answers by the site's settings. */
type AskingEvent = { requestPermission(): Promise<'granted' | 'denied'> }
const isAsking = (event: unknown): event is AskingEvent => typeof event === 'function' && 'requestPermission' in event

/**
 * Opens the device's own motion; call it from a tap, because iOS asks for permission only then.
 *
 * Rejects with MOTION_REFUSED or MOTION_MISSING, in words for people. Samples come as the browser gives them, most often 60 a second.
 */
export async function openMotionSensor(onSample: (sample: MotionSample) => void): Promise<MotionSensor> {
  const eventClass: unknown = Reflect.get(globalThis, 'DeviceMotionEvent')
  if (eventClass === undefined) {
    throw new AppError(
      'MOTION_MISSING',
      'This page cannot reach a motion sensor: browsers give one only to https pages, and only on a device that has one, as phones do.',
    )
  }
  if (isAsking(eventClass)) {
    const answer = await eventClass.requestPermission().catch((cause: unknown) => {
      throw new AppError('MOTION_REFUSED', 'The phone would not be asked for its motion. Tap the button again.', { cause })
    })
    if (answer !== 'granted') {
      throw new AppError(
        'MOTION_REFUSED',
        'Motion was not allowed for this page. On an iPhone, close the page, open it again and allow motion when it asks; elsewhere, allow motion sensors in the site’s settings.',
      )
    }
  }
  // Apple's engine has the opposite sign of acceleration: at rest it gives -1 g upwards.
  const sign = navigator.vendor === APPLE_VENDOR ? -1 : 1
  return new Promise((resolve, reject) => {
    let hasSpoken = false
    const stop = () => {
      clearTimeout(silence)
      window.removeEventListener('devicemotion', take)
    }
    const take = (event: DeviceMotionEvent) => {
      const { accelerationIncludingGravity: acc, rotationRate: gyro } = event
      // A computer without a sensor may send one event that holds nothing.
      if (acc?.x === null || acc?.x === undefined) return
      const inG = (value: number | null | undefined) => (sign * (value ?? NaN)) / STANDARD_GRAVITY
      const inRadPerSec = (value: number | null | undefined) => (value ?? NaN) * RAD_PER_DEG
      onSample({
        timestampMs: performance.timeOrigin + event.timeStamp,
        accX: inG(acc.x),
        accY: inG(acc.y),
        accZ: inG(acc.z),
        gyroX: inRadPerSec(gyro?.alpha),
        gyroY: inRadPerSec(gyro?.beta),
        gyroZ: inRadPerSec(gyro?.gamma),
      })
      if (hasSpoken) return
      hasSpoken = true
      clearTimeout(silence)
      resolve({ stop })
    }
    const silence = setTimeout(() => {
      stop()
      reject(
        new AppError(
          'MOTION_MISSING',
          'No motion sensor answered on this device. Phones have one; a motion recording can be read from a file, too.',
        ),
      )
    }, LONGEST_SILENCE_MS)
    window.addEventListener('devicemotion', take)
  })
}
