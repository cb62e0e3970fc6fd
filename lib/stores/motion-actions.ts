import { openLiveMotion, type LiveMotion, type MotionReading } from './live-motion'
import type { StudioContext } from './studio-context'
import { toProblem } from './to-problem'

/** What the phone itself is called where readings say where they come from. */
const OWN_PHONE = 'This phone'

/** The phone's own motion: open and close. */
export function createMotionActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  let live: LiveMotion | undefined
  /** Rises with each opening and closing; an opening that finds another number than its own ends. */
  let turn = 0

  const release = () => {
    turn += 1
    live?.stop()
    live = undefined
  }

  /** Puts what a phone says now into the state, this one's or a paired one's; undefined where it says nothing any more. */
  const takeMotionReading = (motion: MotionReading | undefined) => {
    store.setState({ motion: motion === undefined ? { phase: 'off' } : { phase: 'on', motion } })
    refresh()
  }

  const fail = (error: unknown) => {
    release()
    store.setState({ motion: { phase: 'failed', problem: toProblem(error) } })
    refresh()
  }

  return {
    takeMotionReading,
    openMotion: async () => {
      const { motion, pairing } = store.getState()
      const isPairing = pairing.phase !== 'none' && pairing.phase !== 'failed'
      if (motion.phase === 'opening' || motion.phase === 'on' || isPairing) return
      release()
      const myTurn = turn
      store.setState({ motion: { phase: 'opening' }, pairing: { phase: 'none' } })
      try {
        const opened = await openLiveMotion({ inference: deps.inference, openMotionSensor: deps.devices.openMotionSensor }, OWN_PHONE, {
          onReading: takeMotionReading,
          onError: fail,
        })
        if (turn !== myTurn) {
          opened.stop()
          return
        }
        live = opened
        store.setState({ motion: { phase: 'on' } })
        announce('Motion is being read.')
        await startBackend()
      } catch (error) {
        if (turn === myTurn) fail(error)
      }
    },
    closeMotion: () => {
      const wasOn = store.getState().motion.phase === 'on'
      release()
      store.setState({ motion: { phase: 'off' } })
      if (wasOn) announce('Motion is no longer read.')
      refresh()
    },
  }
}
