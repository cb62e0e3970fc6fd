import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { MotionSample } from '@/lib/core/signal/create-motion-stream'

import { openMotionSensor } from './open-motion-sensor'

const target = new EventTarget()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', target)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A browser as it is told apart: who made its engine, and how it answers when it is asked for motion. */
function stubBrowser(vendor: string, answer?: 'granted' | 'denied' | Error) {
  const requestPermission = async () => {
    if (answer instanceof Error) throw answer
    return answer
  }
  vi.stubGlobal('navigator', { vendor })
  vi.stubGlobal(
    'DeviceMotionEvent',
    Object.assign(function DeviceMotionEvent() {}, answer === undefined ? {} : { requestPermission }),
  )
}

const move = (acc: object | null, gyro: object | null) =>
  target.dispatchEvent(Object.assign(new Event('devicemotion'), { accelerationIncludingGravity: acc, rotationRate: gyro }))

/** Opens the sensor, moves once, and returns the sample. */
async function firstSample(acc: object, gyro: object | null = { alpha: 180, beta: 0, gamma: -90 }) {
  const samples: MotionSample[] = []
  const opening = openMotionSensor((sample) => samples.push(sample))
  await vi.advanceTimersByTimeAsync(0)
  move(acc, gyro)
  return { sample: samples[0], samples, sensor: await opening }
}

describe('openMotionSensor', () => {
  it('gives g and rad/s, up positive', async () => {
    stubBrowser('Google Inc.', 'granted')
    const { sample } = await firstSample({ x: 0, y: 9.806_65, z: -4.903_325 })
    expect(sample).toMatchObject({ accX: 0, accY: 1, accZ: -0.5, gyroX: Math.PI, gyroY: 0, gyroZ: -Math.PI / 2 })
  })

  it('turns the sign round for Apple, whose engine gives -1 g upwards, and for nobody else who asks for permission', async () => {
    stubBrowser('Apple Computer, Inc.', 'granted')
    expect((await firstSample({ x: 0, y: -9.806_65, z: 0 })).sample?.accY).toBe(1)
  })

  it('leaves the rotation out where there is no gyroscope', async () => {
    stubBrowser('Google Inc.')
    const { sample } = await firstSample({ x: 0, y: 9.8, z: 0 }, null)
    expect([sample?.gyroX, sample?.gyroY, sample?.gyroZ]).toEqual([NaN, NaN, NaN])
  })

  it('hears nothing after it was stopped', async () => {
    stubBrowser('Google Inc.')
    const { samples, sensor } = await firstSample({ x: 0, y: 9.8, z: 0 })
    sensor.stop()
    move({ x: 1, y: 1, z: 1 }, null)
    expect(samples).toHaveLength(1)
  })

  it('says that there is no sensor where none speaks, though an empty event comes', async () => {
    stubBrowser('Google Inc.', 'granted')
    const opening = openMotionSensor(() => undefined).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(100)
    move({ x: null, y: null, z: null }, null)
    await vi.advanceTimersByTimeAsync(3000)
    expect(await opening).toMatchObject({ code: 'MOTION_MISSING' })
  })

  it('says that a page without motion needs https', async () => {
    vi.stubGlobal('DeviceMotionEvent', undefined)
    await expect(openMotionSensor(() => undefined)).rejects.toMatchObject({
      code: 'MOTION_MISSING',
      message: expect.stringContaining('https'),
    })
  })

  it('says that motion was refused, by the person or because the browser would not ask', async () => {
    stubBrowser('Apple Computer, Inc.', 'denied')
    await expect(openMotionSensor(() => undefined)).rejects.toMatchObject({ code: 'MOTION_REFUSED' })
    stubBrowser('Apple Computer, Inc.', new Error('not in a tap'))
    await expect(openMotionSensor(() => undefined)).rejects.toMatchObject({
      code: 'MOTION_REFUSED',
      message: expect.stringContaining('Tap'),
    })
  })
})
