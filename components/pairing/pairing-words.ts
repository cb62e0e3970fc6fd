import type { LineState } from '@/lib/stores/pairing/courier'
import type { PairingState } from '@/lib/stores/studio-state'

type Paired = Extract<PairingState, { phase: 'paired' }>

const PHONE_WORDS: Readonly<Record<Paired['phone'], string>> = {
  here: 'The phone is there and shares no motion yet. Tap “Share motion” on it.',
  reading: 'The phone shares what its motion looks like.',
  silent:
    'Nothing has come from the phone for a while. Is its page still open and in front, and its screen on? It goes on by itself once it is heard again.',
  left: 'The phone has stopped sharing. Tap “Share again” on it to go on.',
}

/** How a paired phone stands, for the studio. */
export function phoneWords({ phone, isConnected }: Paired): string {
  return isConnected ? PHONE_WORDS[phone] : 'The connection to the server is lost. It is tried again by itself.'
}

/** How it stands between phone and studio, for the phone. */
export const lineWords: Readonly<Record<LineState, string>> = {
  connecting: 'Connecting to your studio.',
  connected: 'Your studio receives it.',
  studioAway: 'Your studio is out of reach just now. It goes on by itself once it is back.',
  offline: 'No connection. It is tried again by itself.',
}

/** Whether an address leads to the computer that opens it and to no other. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** A time of day to the minute, in the listener's own zone: '14:05'. */
export const minuteWords = (timestampMs: number): string =>
  new Date(timestampMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
