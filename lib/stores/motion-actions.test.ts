import { describe, expect, it } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import { seededRandom } from '@/lib/core/signal/test-support'

import { createStudioStore } from './studio-store'
import { createFakes, someTimeMs } from './test-support'

const RATE_HZ = 60

/** Feeds seconds of a phone in a pocket, head down: walking at 114 steps a minute, or at rest. */
function walk(onSample: ReturnType<typeof createFakes>['moved'][number], fromSec: number, toSec: number, stepHz = 1.9) {
  const random = seededRandom(11)
  for (let index = Math.round(fromSec * RATE_HZ); index < toSec * RATE_HZ; index += 1) {
    const atSec = index / RATE_HZ
    const impact = stepHz === 0 ? 0 : 0.3 * Math.sin(2 * Math.PI * stepHz * atSec) + 0.15 * Math.sin(4 * Math.PI * stepHz * atSec)
    const noise = () => 0.02 * (random() - 0.5)
    onSample({
      timestampMs: someTimeMs + atSec * 1000,
      accX: noise(),
      accY: -1 - impact + noise(),
      accZ: 0.3 * impact + noise(),
      gyroX: noise(),
      gyroY: noise(),
      gyroZ: noise(),
    })
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

async function openedStudio() {
  const fakes = createFakes()
  const store = createStudioStore(fakes.deps)
  await store.actions.openMotion()
  await settle()
  const [onSample] = fakes.moved
  if (onSample === undefined) throw new Error('No motion sensor was opened.')
  return { fakes, store, onSample }
}

describe('live motion', () => {
  it('puts activity and cadence into the user state, and learns from the walking which way is up', async () => {
    const { fakes, store, onSample } = await openedStudio()
    walk(onSample, 0, 24)
    await settle()
    const { userState, motion } = store.getState()
    expect(userState.activity).toMatchObject({ sourceName: 'This phone' })
    expect(userState.activity?.scores[3]).toBeGreaterThan(0.9)
    expect(Math.abs((userState.cadence?.cadenceSpm ?? 0) - 114)).toBeLessThanOrEqual(2)
    expect(motion).toMatchObject({ phase: 'on', motion: { isUpright: true } })
    expect(fakes.calls).toContain('activity any way up')
    expect(fakes.calls.at(-1)).toMatch(/^activity -?0\.0 -1\.0 -?0\.0$/)
  })

  it('forgets the cadence when the steps end', async () => {
    const { store, onSample } = await openedStudio()
    walk(onSample, 0, 20)
    await settle()
    expect(store.getState().userState.cadence).toBeDefined()
    walk(onSample, 20, 40, 0)
    await settle()
    expect(store.getState().userState.cadence).toBeUndefined()
  })

  it('says nothing of a phone that is not worn or moves as nothing that is known', async () => {
    const { fakes, store, onSample } = await openedStudio()
    fakes.answers.activity = { scores: [0.4, 0.3, 0.3, 0, 0, 0, 0], confidence: 0, doubt: 'notWorn' }
    walk(onSample, 0, 6, 0)
    await settle()
    expect(store.getState().motion).toMatchObject({ phase: 'on', motion: { doubt: 'notWorn' } })
    expect(store.getState().userState.activity).toBeUndefined()
  })

  it('goes before a recording, which speaks again when it is closed', async () => {
    const { fakes, store, onSample } = await openedStudio()
    walk(onSample, 0, 6)
    await settle()
    expect(store.getState().userState.activity?.sourceName).toBe('This phone')
    store.actions.closeMotion()
    expect(store.getState().userState.activity).toBeUndefined()
    expect(fakes.calls).toContain('motion stopped')
    walk(onSample, 6, 12)
    await settle()
    expect(store.getState().motion).toEqual({ phase: 'off' })
  })

  it('says why there is no motion, and can be tried again', async () => {
    const fakes = createFakes()
    const store = createStudioStore(fakes.deps)
    fakes.answers.motionError = new AppError('MOTION_MISSING', 'No motion sensor answered on this device.')
    await store.actions.openMotion()
    expect(store.getState().motion).toEqual({
      phase: 'failed',
      problem: { code: 'MOTION_MISSING', message: 'No motion sensor answered on this device.' },
    })
    fakes.answers.motionError = undefined
    await store.actions.openMotion()
    expect(store.getState().motion).toEqual({ phase: 'on' })
  })
})
