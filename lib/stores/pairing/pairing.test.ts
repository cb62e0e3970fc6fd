import { describe, expect, it, vi } from 'vitest'

import type { MotionSample } from '@/lib/core/signal/create-motion-stream'
import { activityWindowSpec } from '@/lib/core/signal/test-support'
import { AppError } from '@/lib/core/app-error'

import { createStudioStore } from '../studio-store'
import { createFakes, someTimeMs } from '../test-support'
import { createPhoneStore } from './phone-store'

/** Waits until something holds: cryptography runs beside the test. */
const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 10_000, interval: 5 })

/** A studio over a fake server, and phones that can be brought to it. */
function createScene() {
  const fakes = createFakes()
  const studio = createStudioStore(fakes.deps)
  const link = () => {
    const { pairing } = studio.getState()
    if (pairing.phase !== 'waiting') throw new Error(`The pairing is ${pairing.phase}.`)
    return new URL(pairing.link)
  }
  const createPhone = ({ motionError }: { motionError?: Error } = {}) => {
    const waits: (() => void)[] = []
    const listeners: ((sample: MotionSample) => void)[] = []
    const calls: string[] = []
    const phone = createPhoneStore({
      inference: {
        activityWindowSpec: async () => activityWindowSpec,
        estimateActivity: async (windows) => windows.map(({ startMs, endMs }) => ({ startMs, endMs, ...fakes.answers.activity })),
      },
      openMotionSensor: async (onSample) => {
        if (motionError !== undefined) throw motionError
        listeners.push(onSample)
        return { stop: () => calls.push('sensor stopped') }
      },
      client: fakes.rooms.client,
      crypto: globalThis.crypto,
      keepAwake: () => {
        calls.push('awake')
        return () => calls.push('may sleep')
      },
      wait: () => new Promise((resolve) => waits.push(resolve)),
    })
    return {
      phone,
      calls,
      endWaits: () => {
        for (const end of waits.splice(0)) end()
      },
      /** Walks for some seconds at 120 steps a minute. */
      walk: (fromSec: number, toSec: number) => {
        for (let index = fromSec * 60; index < toSec * 60; index += 1) {
          const atSec = index / 60
          const impact = 0.4 * Math.sin(4 * Math.PI * atSec)
          const still = { accX: 0.01, accZ: 0.3 * impact, gyroX: 0, gyroY: 0, gyroZ: 0 }
          listeners.at(-1)?.({ timestampMs: someTimeMs + atSec * 1000, accY: -1 - impact, ...still })
        }
      },
    }
  }
  return { fakes, studio, link, createPhone }
}

/** A studio with a phone that shares. */
async function createPair() {
  const scene = createScene()
  await scene.studio.actions.pairPhone()
  const other = scene.createPhone()
  const { hash } = scene.link()
  await other.phone.actions.openLink(hash)
  await until(() => expect(other.phone.getState()).toMatchObject({ phase: 'ready', line: 'connected' }))
  await until(() => expect(scene.studio.getState().pairing).toMatchObject({ phase: 'paired', phone: 'here' }))
  return { ...scene, ...other, hash }
}

describe('a studio', () => {
  it('shows a link with an https address, two words and a time, and waits', async () => {
    const { studio, link } = createScene()
    await studio.actions.pairPhone()
    expect(link().href).toMatch(/^https:\/\/attune\.test\/pair#[\w-]{22}\.[\w-]{43}$/)
    expect(studio.getState().pairing).toMatchObject({ phase: 'waiting', expiresAtMs: 600_000, isConnected: true, hasForeign: false })
  })

  it('takes the address that its operator has set where its own is none for a phone', async () => {
    const { fakes, studio, link } = createScene()
    fakes.rooms.state.publicUrl = 'https://public.test'
    const local = createStudioStore({ ...fakes.deps, pairing: { ...fakes.deps.pairing, origin: () => 'http://127.0.0.1:3000' } })
    await local.actions.pairPhone()
    expect(local.getState().pairing).toMatchObject({ link: expect.stringContaining('https://public.test/pair#') })
    await studio.actions.pairPhone()
    expect(link().origin).toBe('https://attune.test')
  })

  it('says why a pairing cannot be opened, and can try again', async () => {
    const { fakes, studio } = createScene()
    fakes.rooms.state.openError = new AppError('RATE_LIMITED', 'Too many pairings.')
    await studio.actions.pairPhone()
    expect(studio.getState().pairing).toEqual({ phase: 'failed', problem: { code: 'RATE_LIMITED', message: 'Too many pairings.' } })
    fakes.rooms.state.openError = undefined
    await studio.actions.pairPhone()
    expect(studio.getState().pairing.phase).toBe('waiting')

    const { subtle: _subtle, ...unsafe } = { subtle: undefined, getRandomValues: globalThis.crypto.getRandomValues }
    const onHttp = createStudioStore({ ...fakes.deps, pairing: { ...fakes.deps.pairing, crypto: unsafe } })
    await onHttp.actions.pairPhone()
    expect(onHttp.getState().pairing).toMatchObject({ phase: 'failed', problem: { code: 'PAIRING_UNSAFE' } })
  })

  it('hears the end of its pairing, as after ten minutes or when the server was started anew', async () => {
    const { fakes, studio } = createScene()
    await studio.actions.pairPhone()
    fakes.rooms.endAll()
    await until(() =>
      expect(studio.getState().pairing, 'first it tries to connect again').toMatchObject({ phase: 'waiting', isConnected: false }),
    )
    await until(() => {
      fakes.endWaits()
      expect(studio.getState().pairing).toMatchObject({ phase: 'failed', problem: { code: 'PAIRING_ENDED' } })
    })
  })

  it('connects again when the connection breaks off, and when the server is away for a while', async () => {
    const { fakes, studio } = createScene()
    await studio.actions.pairPhone()
    fakes.rooms.state.isDown = true
    fakes.rooms.dropStudios()
    await until(() => expect(studio.getState().pairing).toMatchObject({ phase: 'waiting', isConnected: false }))
    await until(() => {
      fakes.endWaits()
      expect(studio.getState().pairing).toMatchObject({ phase: 'waiting', isConnected: false })
    })
    fakes.rooms.state.isDown = false
    await until(() => {
      fakes.endWaits()
      expect(studio.getState().pairing).toMatchObject({ phase: 'waiting', isConnected: true })
    })
  })

  it('says that something foreign arrives, and takes nothing from it', async () => {
    const { fakes, studio, link } = createScene()
    await studio.actions.pairPhone()
    const pairingId = link().hash.slice(1, 23)
    fakes.rooms.inject(pairingId, { phoneId: 'AAAAAAAAAAA', counter: 0, sealed: 'A'.repeat(704) })
    await until(() => expect(studio.getState().pairing).toMatchObject({ phase: 'waiting', hasForeign: true }))
  })

  it('does not let its own motion and a phone speak at once', async () => {
    const { fakes, studio } = createScene()
    await studio.actions.openMotion()
    await studio.actions.pairPhone()
    expect(fakes.calls).toContain('motion stopped')
    await studio.actions.openMotion()
    expect(studio.getState()).toMatchObject({ motion: { phase: 'off' }, pairing: { phase: 'waiting' } })
    studio.actions.unpairPhone()
    await studio.actions.openMotion()
    expect(studio.getState()).toMatchObject({ motion: { phase: 'on' }, pairing: { phase: 'none' } })
  })
})

describe('a phone', () => {
  it('shows the words of its studio, which shows that the phone is there', async () => {
    const { studio, phone } = await createPair()
    const { pairing } = studio.getState()
    expect(pairing).toMatchObject({ phase: 'paired', phone: 'here' })
    expect(phone.getState()).toEqual({ phase: 'ready', words: 'words' in pairing ? pairing.words : '', line: 'connected' })
  })

  it('brings activity and cadence into the state of the studio, and no sample to the server', async () => {
    const { fakes, studio, phone, walk, calls } = await createPair()
    await phone.actions.share()
    walk(0, 24)
    await until(() => expect(studio.getState().motion).toMatchObject({ phase: 'on', motion: { isUpright: true } }))
    const { userState, pairing } = studio.getState()
    expect(pairing).toMatchObject({ phase: 'paired', phone: 'reading' })
    expect(userState.activity).toMatchObject({ sourceName: 'Paired phone' })
    expect(userState.activity?.scores[3]).toBeGreaterThan(0.9)
    expect(Math.abs((userState.cadence?.cadenceSpm ?? 0) - 120)).toBeLessThanOrEqual(2)
    expect(calls).toEqual(['awake'])
    for (const { message } of fakes.rooms.seen) expect(Object.keys(message).toSorted()).toEqual(['counter', 'phoneId', 'sealed'])
  })

  it('tells a reading once, and then only that it is there', async () => {
    const { studio, phone, walk, endWaits } = await createPair()
    await phone.actions.share()
    walk(0, 6)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phone: 'reading' }))
    await until(() => {
      endWaits()
      expect(studio.getState().pairing).toMatchObject({ phone: 'here' })
    })
    expect(studio.getState().userState.activity).toBeUndefined()
  })

  it('stops at the tap: the sensor, the wake lock, and what it said', async () => {
    const { fakes, studio, phone, walk, calls } = await createPair()
    await phone.actions.share()
    walk(0, 6)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phone: 'reading' }))
    phone.actions.stop()
    await until(() => expect(calls).toEqual(['awake', 'sensor stopped', 'may sleep']))
    expect(fakes.rooms.seen.at(-1)?.isLast).toBe(true)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phase: 'paired', phone: 'left' }))
    expect(studio.getState().userState.activity).toBeUndefined()
    expect(phone.getState().phase).toBe('stopped')

    await phone.actions.share()
    walk(10, 16)
    await until(() => expect(studio.getState().pairing, 'it can go on').toMatchObject({ phone: 'reading' }))
  })

  it('is silent for the studio when nothing comes any more', async () => {
    const { fakes, studio, phone, walk } = await createPair()
    await phone.actions.share()
    walk(0, 6)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phone: 'reading' }))
    await until(() => {
      fakes.endWaits()
      expect(studio.getState().pairing).toMatchObject({ phase: 'paired', phone: 'silent' })
    })
    expect(studio.getState().userState.activity).toBeUndefined()
    walk(6, 12)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phone: 'reading' }))
  })

  it('goes on after the server was away, and tells what is so then', async () => {
    const { fakes, studio, phone, walk, endWaits } = await createPair()
    await phone.actions.share()
    fakes.rooms.state.isDown = true
    walk(0, 6)
    await until(() => expect(phone.getState()).toMatchObject({ phase: 'sharing', line: 'offline' }))
    fakes.rooms.state.isDown = false
    walk(6, 12)
    await until(() => {
      const state = phone.getState()
      if ('line' in state && state.line === 'offline') endWaits()
      expect(state).toMatchObject({ phase: 'sharing', line: 'connected' })
    })
    await until(() => expect(studio.getState().motion.phase).toBe('on'))
  })

  it('is told when its studio is out of reach', async () => {
    const { fakes, phone, endWaits } = await createPair()
    fakes.rooms.dropStudios()
    await until(() => {
      endWaits()
      expect(phone.getState()).toMatchObject({ phase: 'ready', line: 'studioAway' })
    })
  })

  it('is let go by its studio, which forgets what it said', async () => {
    const { studio, phone, walk, calls, endWaits } = await createPair()
    await phone.actions.share()
    walk(0, 6)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phone: 'reading' }))
    studio.actions.unpairPhone()
    expect(studio.getState()).toMatchObject({ pairing: { phase: 'none' }, motion: { phase: 'off' } })
    expect(studio.getState().userState.activity).toBeUndefined()
    await until(() => {
      endWaits()
      expect(phone.getState()).toMatchObject({ phase: 'ended', problem: { code: 'PAIRING_ENDED' } })
    })
    expect(calls).toContain('sensor stopped')
  })

  it('is refused where another phone is paired, and can try again', async () => {
    const { fakes, studio, createPhone, link } = createScene()
    await studio.actions.pairPhone()
    const { hash } = link()
    fakes.rooms.takeByAnother(true)
    const { phone } = createPhone()
    await phone.actions.openLink(hash)
    await until(() => expect(phone.getState()).toMatchObject({ phase: 'ended', problem: { code: 'PAIRING_TAKEN' } }))
    fakes.rooms.takeByAnother(false)
    await phone.actions.openLink(hash)
    await until(() => expect(phone.getState()).toMatchObject({ phase: 'ready', line: 'connected' }))
  })

  it('says that a link without its key leads nowhere, and sends nothing', async () => {
    const { fakes, createPhone } = createScene()
    const { phone } = createPhone()
    await phone.actions.openLink('#AAAAAAAAAAAAAAAAAAAAAA')
    expect(phone.getState()).toMatchObject({ phase: 'ended', problem: { code: 'PAIRING_LINK_BROKEN' } })
    await phone.actions.share()
    expect(fakes.rooms.seen).toEqual([])
  })

  it('says why its motion cannot be read, and can try again', async () => {
    const { studio, link, createPhone } = createScene()
    await studio.actions.pairPhone()
    const { phone } = createPhone({ motionError: new AppError('MOTION_REFUSED', 'Motion was not allowed.') })
    await phone.actions.openLink(link().hash)
    await phone.actions.share()
    expect(phone.getState()).toMatchObject({ phase: 'ready', problem: { code: 'MOTION_REFUSED' } })
    await phone.actions.share()
    expect(phone.getState()).toMatchObject({ phase: 'ready', problem: { code: 'MOTION_REFUSED' } })
  })

  it('pairs anew by a second code that it scans in the same page', async () => {
    const { fakes, studio, phone, link } = await createPair()
    await studio.actions.pairPhone()
    await phone.actions.openLink(link().hash)
    await until(() => expect(studio.getState().pairing).toMatchObject({ phase: 'paired', phone: 'here' }))
    const { pairing } = studio.getState()
    expect(phone.getState()).toMatchObject({ phase: 'ready', words: 'words' in pairing ? pairing.words : '' })
    expect(fakes.rooms.state.openCount).toBe(2)
  })
})
