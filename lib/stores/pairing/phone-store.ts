import { createStore, type StoreApi } from 'zustand/vanilla'

import type { PhoneMessage } from '@/lib/contracts/pairing-api'
import { AppError } from '@/lib/core/app-error'

import { openLiveMotion, type LiveMotion, type LiveMotionDeps, type MotionReading } from '../live-motion'
import type { Problem } from '../studio-state'
import { toProblem } from '../to-problem'
import { startCourier, type Courier, type LineState } from './courier'
import type { PairingClient } from './pairing-client'
import { readPairingLink, type PairingSecret } from './pairing-link'
import { pairingWords } from './pairing-words'
import { createSealer } from './sealed-messages'
import type { BrowserCrypto } from './subtle-of'

/** What the phone's page shows. */
export type PhoneState =
  /** The link has not been read yet. */
  | { readonly phase: 'looking' }
  /** Paired, and no motion is read; with a problem where the sensor would not open. */
  | {
      readonly phase: 'ready' | 'opening'
      readonly words: string
      readonly line: LineState
      readonly problem?: Problem
    }
  | { readonly phase: 'sharing'; readonly words: string; readonly line: LineState; readonly motion?: MotionReading }
  /** The listener stopped; the pairing can be taken up again. */
  | { readonly phase: 'stopped'; readonly words: string }
  /** Nothing can be shared by this link, or not now. */
  | { readonly phase: 'ended'; readonly problem: Problem }

/** Everything that the phone's page reaches outside itself. */
export type PhoneDeps = LiveMotionDeps & {
  readonly client: Pick<PairingClient, 'post'>
  readonly crypto: BrowserCrypto
  /** Keeps the screen on, since browsers read no motion behind a dark one, until it is told to stop. */
  keepAwake(): () => void
  wait(durationMs: number): Promise<void>
}

/** The store of the phone's page. */
export type PhoneStore = StoreApi<PhoneState> & {
  readonly actions: {
    /** Reads the part of the address from the # on, and tells the studio that the phone is there. */
    openLink(fragment: string): Promise<void>
    /** Opens the sensor and shares what it reads; from a tap, because iOS asks for permission only then. */
    share(): Promise<void>
    /** Stops for now and tells the studio, at the listener's word or because the page is being closed. */
    stop(): void
  }
}

/** What the sensor is called; the studio has a word of its own for it. */
const SOURCE_NAME = 'This phone'

const toMessage = ({ reading, cadence, isUpright, doubt }: MotionReading): PhoneMessage => ({
  kind: 'reading',
  scores: [...reading.scores],
  confidence: reading.confidence,
  ...(cadence === undefined ? {} : { cadence: { cadenceSpm: cadence.cadenceSpm, confidence: cadence.confidence } }),
  isUpright,
  ...(doubt === undefined ? {} : { doubt }),
})

/** Makes the store of the phone's page; everything outside comes in as an argument. */
export function createPhoneStore(deps: PhoneDeps): PhoneStore {
  const store = createStore<PhoneState>(() => ({ phase: 'looking' }))
  let secret: PairingSecret | undefined
  let words = ''
  let courier: Courier | undefined
  let live: LiveMotion | undefined
  let letSleep = () => {}
  /** Rises with each start and stop; what began under another number ends. */
  let turn = 0

  const release = () => {
    turn += 1
    live?.stop()
    live = undefined
    letSleep()
    letSleep = () => {}
  }

  const hangUp = () => {
    release()
    courier?.leave()
    courier = undefined
  }

  const end = (error: unknown) => {
    hangUp()
    store.setState({ phase: 'ended', problem: toProblem(error) }, true)
  }

  const lineNow = (): LineState => {
    const state = store.getState()
    return 'line' in state ? state.line : 'connecting'
  }

  /** Connects to the studio anew; each connection is another phone to it, so that counters begin at 0. */
  const connect = async (known: PairingSecret) => {
    const myTurn = turn
    const sealer = await createSealer(deps.crypto, known)
    if (turn !== myTurn) return
    courier = startCourier({
      sealer,
      post: (message, isLast) => deps.client.post(known.pairingId, message, isLast),
      wait: deps.wait,
      onLine: (line) => store.setState((state) => ('line' in state ? { ...state, line } : state)),
      onEnd: end,
    })
  }

  const openLink = async (fragment: string) => {
    hangUp()
    const known = readPairingLink(fragment)
    secret = known
    if (known === undefined) {
      end(
        new AppError(
          'PAIRING_LINK_BROKEN',
          'This page needs the whole link of a pairing. In the studio, on your computer, choose “Pair a phone” and scan the code with the phone’s camera.',
        ),
      )
      return
    }
    const myTurn = turn
    try {
      words = await pairingWords(deps.crypto, known.keyText)
      if (turn !== myTurn) return
      store.setState({ phase: 'ready', words, line: 'connecting' }, true)
      await connect(known)
    } catch (error) {
      if (turn === myTurn) end(error)
    }
  }

  const fail = (error: unknown) => {
    release()
    store.setState({ phase: 'ready', words, line: lineNow(), problem: toProblem(error) }, true)
  }

  return Object.assign(store, {
    actions: {
      openLink,
      share: async () => {
        const { phase } = store.getState()
        if (secret === undefined || (phase !== 'ready' && phase !== 'stopped')) return
        const known = secret
        release()
        const myTurn = turn
        store.setState({ phase: 'opening', words, line: lineNow() }, true)
        try {
          // First the sensor, in the same breath as the tap.
          const opened = await openLiveMotion(deps, SOURCE_NAME, {
            onReading: (motion) => {
              store.setState({ phase: 'sharing', words, line: lineNow(), motion }, true)
              courier?.bring(toMessage(motion))
            },
            onError: fail,
          })
          if (turn !== myTurn) {
            opened.stop()
            return
          }
          live = opened
          letSleep = deps.keepAwake()
          store.setState({ phase: 'sharing', words, line: lineNow() }, true)
          if (courier === undefined) await connect(known)
        } catch (error) {
          if (turn === myTurn) fail(error)
        }
      },
      stop: () => {
        const { phase } = store.getState()
        if (phase === 'looking' || phase === 'ended') return
        hangUp()
        store.setState({ phase: 'stopped', words }, true)
      },
    },
  })
}
