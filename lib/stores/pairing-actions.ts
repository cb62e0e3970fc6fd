import type { PhoneMessage } from '@/lib/contracts/pairing-api'

import type { createMotionActions } from './motion-actions'
import type { StudioPairing } from './pairing/studio-pairing'
import type { StudioContext } from './studio-context'
import type { PairingState } from './studio-state'
import { toProblem } from './to-problem'

/** What a paired phone is called where readings say where they come from. */
const PAIRED_PHONE = 'Paired phone'
/** A phone says something every five seconds; after this silence what it said last does not count any more. */
const SILENT_AFTER_MS = 12_000

/** A phone that is paired with the studio: open, close, and what it says. */
export function createPairingActions(
  { deps, store, announce }: StudioContext,
  { closeMotion, takeMotionReading }: Pick<ReturnType<typeof createMotionActions>, 'closeMotion' | 'takeMotionReading'>,
) {
  let opened: StudioPairing | undefined
  /** Rises with each opening and closing; what began under another number is over. */
  let turn = 0
  let messageCount = 0

  const change = (pairing: PairingState) => store.setState({ pairing })

  const release = () => {
    turn += 1
    opened?.close()
    opened = undefined
  }

  /** From the phone's last word on its motion counts no more. */
  const forgetMotion = () => {
    if (store.getState().motion.phase === 'on') takeMotionReading(undefined)
  }

  const fail = (error: unknown) => {
    release()
    forgetMotion()
    change({ phase: 'failed', problem: toProblem(error) })
  }

  const watchSilence = async (myTurn: number) => {
    messageCount += 1
    const myCount = messageCount
    await deps.wait(SILENT_AFTER_MS)
    const { pairing } = store.getState()
    if (turn !== myTurn || messageCount !== myCount || pairing.phase !== 'paired' || pairing.phone === 'left') return
    change({ ...pairing, phone: 'silent' })
    forgetMotion()
  }

  const hear = (message: PhoneMessage) => {
    const { pairing } = store.getState()
    if (pairing.phase !== 'waiting' && pairing.phase !== 'paired') return
    const { words, isConnected } = pairing
    const phone = message.kind
    if (pairing.phase === 'waiting') announce(`A phone is paired. It shows the words ${words}.`)
    else if (phone === 'left') announce('The phone shares its motion no longer.')
    change({ phase: 'paired', words, isConnected, phone })
    if (message.kind !== 'reading') return forgetMotion()
    const { kind: _kind, scores, confidence, cadence, ...rest } = message
    takeMotionReading({
      reading: { scores, confidence, sourceName: PAIRED_PHONE },
      ...(cadence === undefined ? {} : { cadence: { ...cadence, sourceName: PAIRED_PHONE } }),
      ...rest,
    })
  }

  return {
    /** Opens a pairing, in the place of a former one and of this device's own motion. */
    pairPhone: async () => {
      release()
      closeMotion()
      const myTurn = turn
      change({ phase: 'opening' })
      try {
        // Cryptography and client come with the first pairing.
        const { openStudioPairing } = await import('./pairing/studio-pairing')
        let isConnected = false
        const pairing = await openStudioPairing(
          { ...deps.pairing, wait: deps.wait },
          {
            onConnected: (isNowConnected) => {
              isConnected = isNowConnected
              const { pairing: shown } = store.getState()
              if (turn === myTurn && (shown.phase === 'waiting' || shown.phase === 'paired')) change({ ...shown, isConnected })
            },
            onMessage: (message) => {
              if (turn !== myTurn) return
              hear(message)
              void watchSilence(myTurn)
            },
            onForeign: () => {
              const { pairing: shown } = store.getState()
              if (turn === myTurn && shown.phase === 'waiting') change({ ...shown, hasForeign: true })
            },
            onEnd: (error) => {
              if (turn === myTurn) fail(error)
            },
          },
        )
        if (turn !== myTurn) {
          pairing.close()
          return
        }
        opened = pairing
        const { link, words, expiresAtMs } = pairing
        change({ phase: 'waiting', link, words, expiresAtMs, isConnected, hasForeign: false })
      } catch (error) {
        if (turn === myTurn) fail(error)
      }
    },
    /** Ends the pairing, or puts away why it ended; the server forgets it at once. */
    unpairPhone: () => {
      const { phase } = store.getState().pairing
      if (phase === 'none') return
      release()
      change({ phase: 'none' })
      forgetMotion()
      if (phase === 'paired') announce('The phone is no longer paired.')
    },
  }
}
