import 'server-only'

import { setTimeout } from 'node:timers/promises'

import { z } from 'zod'

import { AppError } from '@/lib/core/app-error'
import { featuresOf } from '@/lib/core/songs/features-of'
import type { AudioFeatures } from '@/lib/core/songs/song'

/** As many ids as ReccoBeats takes in one call. */
export const idsPerCall = 40
/** A call that takes longer is given up and made again. */
const callTimeoutMs = 8_000
const tryLimit = 4
/** A failed call is made again after about 0.5, 1 and 2 s. */
const firstPauseMs = 500
/** A longer pause than this is not waited for: the listener is told instead. */
const longestPauseMs = 10_000
/** What a song sounds like does not change; that a service knows it may. */
const knownForMs = 30 * 24 * 60 * 60 * 1000
const unknownForMs = 24 * 60 * 60 * 1000
/** Songs that are remembered, about 20 MB; the ones asked for longest ago are forgotten first. */
const rememberedCount = 100_000

/** A song's features as the service told them. */
export type SongFeatures = { readonly songId: string; readonly features: AudioFeatures }

/** What the client needs; the clock and the network can be others in a test. */
export type FeatureClientParts = {
  /** Origin without a slash at its end. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch
  readonly now?: () => number
  readonly wait?: (durationMs: number) => Promise<unknown>
  /** 0..1 */
  readonly random?: () => number
}

/** Asks a service for audio features. */
export type FeatureClient = {
  /** Returns the features of those songs that the service knows; throws FEATURES_UNREACHABLE where it does not answer, or asks for a long pause. */
  read(songIds: readonly string[]): Promise<readonly SongFeatures[]>
}

type Remembered = { readonly features: AudioFeatures | undefined; readonly untilMs: number }

const number = z.number().nullish()
/**
 * GET /v1/audio-features of ReccoBeats: a row a song that it knows, under an id of its own; Spotify's stands at the end of `href`.
 * Source: https://reccobeats.com/docs/apis/get-audio-features
 */
const replySchema = z.object({
  content: z.array(
    z.object({
      href: z.string(),
      acousticness: number,
      danceability: number,
      energy: number,
      instrumentalness: number,
      key: number,
      liveness: number,
      loudness: number,
      mode: number,
      speechiness: number,
      tempo: number,
      valence: number,
    }),
  ),
})

/**
 * Makes a client of ReccoBeats' API: forty ids a call, one call at a time for all listeners, time-outs, pauses that grow and differ, the
 * service's own Retry-After, and a memory of what it said.
 */
export function createFeatureClient(parts: FeatureClientParts): FeatureClient {
  const { now = Date.now } = parts
  const remembered = new Map<string, Remembered>()
  const queue = { last: Promise.resolve() as Promise<unknown>, pausedUntilMs: 0 }

  const remember = (songId: string, features: AudioFeatures | undefined): void => {
    remembered.delete(songId)
    remembered.set(songId, { features, untilMs: now() + (features === undefined ? unknownForMs : knownForMs) })
    const [oldest] = remembered.keys()
    if (remembered.size > rememberedCount && oldest !== undefined) remembered.delete(oldest)
  }
  const isRemembered = (songId: string) => (remembered.get(songId)?.untilMs ?? 0) > now()

  const ask = async (songIds: readonly string[]): Promise<void> => {
    // Another listener may have asked for them meanwhile.
    const open = songIds.filter((songId) => !isRemembered(songId))
    if (open.length === 0) return
    const found = await call(parts, queue, open)
    for (const songId of open) remember(songId, found.get(songId))
  }

  return {
    read: async (songIds) => {
      const open = [...new Set(songIds)].filter((songId) => !isRemembered(songId))
      for (let start = 0; start < open.length; start += idsPerCall) {
        const asking = queue.last.then(() => ask(open.slice(start, start + idsPerCall)))
        queue.last = asking.catch(() => undefined)
        await asking
      }
      return songIds.flatMap((songId) => {
        const features = remembered.get(songId)?.features
        return features === undefined ? [] : [{ songId, features }]
      })
    },
  }
}

async function call(
  parts: FeatureClientParts,
  queue: { pausedUntilMs: number },
  songIds: readonly string[],
): Promise<ReadonlyMap<string, AudioFeatures>> {
  const { now = Date.now, wait = setTimeout, random = Math.random } = parts
  for (let tryCount = 1; ; tryCount++) {
    const pauseMs = queue.pausedUntilMs - now()
    if (pauseMs > longestPauseMs) throw unreachable(`asks for a pause of ${Math.ceil(pauseMs / 1000)} s`, queue.pausedUntilMs)
    if (pauseMs > 0) await wait(pauseMs)
    try {
      return await callOnce(parts, songIds)
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      if (error.retryAfterMs !== undefined) queue.pausedUntilMs = now() + error.retryAfterMs
      else queue.pausedUntilMs = now() + firstPauseMs * 2 ** (tryCount - 1) * (0.5 + random())
      if (!error.isWorthAnother || tryCount === tryLimit) throw unreachable(error.message, queue.pausedUntilMs, error)
    }
  }
}

class CallFailed extends Error {
  readonly isWorthAnother: boolean
  readonly retryAfterMs?: number

  constructor(message: string, isWorthAnother: boolean, options: ErrorOptions & { readonly retryAfterMs?: number | undefined } = {}) {
    super(message, options)
    this.isWorthAnother = isWorthAnother
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs
  }
}

async function callOnce(
  { baseUrl, fetch: fetchImplementation = fetch, now = Date.now }: FeatureClientParts,
  songIds: readonly string[],
): Promise<ReadonlyMap<string, AudioFeatures>> {
  const address = `${baseUrl}/v1/audio-features?ids=${songIds.join(',')}`
  let response: Response
  let body: unknown
  try {
    response = await fetchImplementation(address, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(callTimeoutMs) })
    body = response.ok ? await response.json() : undefined
  } catch (cause) {
    throw new CallFailed('did not answer, or broke off', true, { cause })
  }
  if (response.status === 429) {
    throw new CallFailed('has been asked too often', true, { retryAfterMs: retryAfterMs(response.headers.get('retry-after'), now()) })
  }
  if (!response.ok) throw new CallFailed(`answered with status ${response.status}`, response.status >= 500)
  const reply = replySchema.safeParse(body)
  if (!reply.success) throw new CallFailed('sent what this version of Attune does not understand', false, { cause: reply.error })
  return new Map(
    reply.data.content.flatMap(({ href, loudness, tempo, ...others }) => {
      const songId = /\/track\/([A-Za-z0-9]{22})/.exec(href)?.[1]
      if (songId === undefined || !songIds.includes(songId)) return []
      const told = Object.entries({ ...others, loudnessDb: loudness, tempoBpm: tempo }).filter(([, value]) => typeof value === 'number')
      return [[songId, featuresOf(Object.fromEntries(told))] as const]
    }),
  )
}

/** Seconds, or a date; undefined where it is neither. */
function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

function unreachable(why: string, retryAtMs: number, cause?: unknown): AppError {
  return new AppError(
    'FEATURES_UNREACHABLE',
    `The service that tells how songs sound ${why}. Songs without features stay unknown; import again later.`,
    {
      cause,
      retryAtMs,
    },
  )
}
