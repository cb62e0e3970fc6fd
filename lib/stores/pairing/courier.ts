import type { Delivery, PhoneMessage, SealedMessage } from '@/lib/contracts/pairing-api'
import { AppError } from '@/lib/core/app-error'

import type { Sealer } from './sealed-messages'

/** With nothing new to tell the phone says that it is there, so often. */
const KEEPALIVE_MS = 5000
/** After a failure the next try waits so long, twice as long after each further one, up to the last. */
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 8000

/** How it stands between phone and studio: not known yet, all well, the studio out of reach, or the server. */
export type LineState = 'connecting' | 'connected' | 'studioAway' | 'offline'

/** Brings a phone's messages to its studio; only the newest waits while the way is blocked. */
export type Courier = {
  bring(message: PhoneMessage): void
  /** Says goodbye and ends. */
  leave(): void
}

type CourierOptions = {
  readonly sealer: Sealer
  post(message: SealedMessage, isLast?: boolean): Promise<Delivery>
  wait(durationMs: number): Promise<void>
  onLine(line: LineState): void
  /** The server refuses for good: the pairing has ended, or another phone has it. */
  onEnd(error: AppError): void
}

const isFinal = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'PAIRING_ENDED' || error.code === 'PAIRING_TAKEN')

/** Starts a courier; it says at once that the phone is there. */
export function startCourier({ sealer, post, wait, onLine, onEnd }: CourierOptions): Courier {
  let news: PhoneMessage | undefined
  let wake = () => {}
  let isOver = false

  const run = async () => {
    let retryMs = FIRST_RETRY_MS
    while (!isOver) {
      // A reading is told once: when no other follows, the motion is not known any more.
      const message = news ?? { kind: 'here' as const }
      news = undefined
      try {
        const { isDelivered } = await post(await sealer.seal(message))
        if (isOver) return
        onLine(isDelivered ? 'connected' : 'studioAway')
        retryMs = FIRST_RETRY_MS
        if (news === undefined) await Promise.race([wait(KEEPALIVE_MS), new Promise<void>((resolve) => (wake = resolve))])
      } catch (error) {
        if (isOver) return
        if (isFinal(error)) {
          isOver = true
          onEnd(error)
          return
        }
        onLine('offline')
        await wait(retryMs)
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)
      }
    }
  }
  void run()

  return {
    bring: (message) => {
      news = message
      wake()
    },
    leave: () => {
      if (isOver) return
      isOver = true
      wake()
      // A goodbye that does not arrive is one that the studio hears as silence.
      void post(sealer.farewell, true).catch(() => undefined)
    },
  }
}
