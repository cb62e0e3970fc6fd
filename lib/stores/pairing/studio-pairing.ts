import type { PhoneMessage, SealedMessage } from '@/lib/contracts/pairing-api'
import { AppError } from '@/lib/core/app-error'

import type { PairingClient } from './pairing-client'
import { writePairingLink } from './pairing-link'
import { pairingWords } from './pairing-words'
import { createKeyText, createOpener } from './sealed-messages'
import type { BrowserCrypto } from './subtle-of'

/** A connection that was lost is tried again after so long, twice as long after each further failure, up to the last. */
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 8000

/** What a pairing needs of the browser. */
export type StudioPairingDeps = {
  readonly client: PairingClient
  readonly crypto: BrowserCrypto
  /** The address at which this page is open, without a slash at its end. */
  origin(): string
  wait(durationMs: number): Promise<void>
}

/** What a studio hears of its pairing. */
export type StudioPairingEvents = {
  onConnected(isConnected: boolean): void
  onMessage(message: PhoneMessage): void
  /** Something came that was not sealed with this pairing's key. */
  onForeign(): void
  /** The pairing is over, and why. */
  onEnd(error: unknown): void
}

/** A pairing that is open. */
export type StudioPairing = {
  readonly link: string
  readonly words: string
  readonly expiresAtMs: number
  close(): void
}

/** Opens a pairing and listens to it until it is closed or ends. Rejects where none can be opened. */
export async function openStudioPairing(
  { client, crypto, origin, wait }: StudioPairingDeps,
  { onConnected, onMessage, onForeign, onEnd }: StudioPairingEvents,
): Promise<StudioPairing> {
  const keyText = createKeyText(crypto)
  const pairing = await client.open()
  const secret = { pairingId: pairing.pairingId, keyText }
  const [words, opener] = await Promise.all([pairingWords(crypto, keyText), createOpener(crypto, secret)])
  const closing = new AbortController()

  const hear = async (sealed: SealedMessage) => {
    const message = await opener.open(sealed)
    if (closing.signal.aborted || message === 'repeated') return
    if (message === 'unreadable') onForeign()
    else onMessage(message)
  }

  const listen = async () => {
    let retryMs = FIRST_RETRY_MS
    while (!closing.signal.aborted) {
      try {
        await client.listen(pairing, {
          signal: closing.signal,
          onConnected: () => {
            retryMs = FIRST_RETRY_MS
            onConnected(true)
          },
          onMessage: (sealed) => void hear(sealed),
        })
      } catch (error) {
        if (closing.signal.aborted) return
        if (error instanceof AppError && error.code !== 'SERVER_UNREACHABLE' && error.code !== 'RATE_LIMITED') {
          closing.abort()
          onEnd(error)
          return
        }
      }
      if (closing.signal.aborted) return
      onConnected(false)
      await wait(retryMs)
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)
    }
  }
  void listen()

  return {
    link: writePairingLink(addressForPhone(origin(), pairing.publicUrl), secret),
    words,
    expiresAtMs: pairing.expiresAtMs,
    close: () => {
      if (closing.signal.aborted) return
      closing.abort()
      // A room that is not told ends by itself when its studio has gone.
      void client.close(pairing).catch(() => undefined)
    },
  }
}

/** Where the studio is not open at an https address itself, the one that its operator has set is better for a phone. */
const addressForPhone = (origin: string, publicUrl: string): string =>
  !origin.startsWith('https:') && publicUrl.startsWith('https:') ? publicUrl : origin
