import { describe, expect, test } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import type { Recording } from '@/lib/core/signal/recording'

import { isPlausibleEpochMs } from './epoch-time'
import { readRecordingFiles } from './read-recording-files'
import { makeFile, readGenerated } from './test-support'

/** Random numbers from 0 to below 1 that are the same for the same seed (a linear congruential generator, Numerical Recipes' constants). */
function seededRandom(seed: number) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

type Damage = (bytes: Uint8Array<ArrayBuffer>, random: () => number) => Uint8Array<ArrayBuffer>
const place = (bytes: Uint8Array, random: () => number) => Math.floor(random() * bytes.length)

/** What goes wrong with files on their way. */
const damages: Readonly<Record<string, Damage>> = {
  'flipped bytes': (bytes, random) => {
    const damaged = bytes.slice()
    const count = 1 + Math.floor(random() * 30)
    for (let flip = 0; flip < count; flip++) damaged[place(bytes, random)] = Math.floor(random() * 256)
    return damaged
  },
  'flipped bytes at the start': (bytes, random) => {
    const damaged = bytes.slice()
    for (let flip = 0; flip < 4; flip++) damaged[Math.floor(random() * 120)] = Math.floor(random() * 256)
    return damaged
  },
  'changed digits': (bytes, random) => {
    const damaged = bytes.slice()
    for (let change = 0; change < 200; change++) {
      const at = place(bytes, random)
      const byte = bytes[at] ?? 0
      if (byte >= 48 && byte <= 57) damaged[at] = 48 + Math.floor(random() * 10)
    }
    return damaged
  },
  'a cut end': (bytes, random) => bytes.slice(0, place(bytes, random)),
  'a hole': (bytes, random) => {
    const from = place(bytes, random)
    const damaged = new Uint8Array(bytes)
    const to = Math.min(bytes.length, from + Math.floor(random() * 5000))
    damaged.copyWithin(from, to)
    return damaged.slice(0, bytes.length - (to - from))
  },
  'a part that comes twice': (bytes, random) => {
    const damaged = bytes.slice()
    const from = place(bytes, random)
    damaged.copyWithin(place(bytes, random), from, from + Math.floor(random() * 5000))
    return damaged
  },
}

const originals = [
  'empatica-e4.zip',
  'empatica-e4/ACC.csv',
  'empatica-e4/EDA.csv',
  'empatica-e4/IBI.csv',
  'empatica-e4/tags.csv',
  'sensor-logger/TotalAcceleration.csv',
  'bad/no-recording.zip',
]
const seedCount = 6

/** What is wrong with a recording that came of damaged bytes; undefined where nothing is. */
function faultOf({ startMs, endMs, series, tagsMs }: Recording): string | undefined {
  if (!isPlausibleEpochMs(startMs) || !isPlausibleEpochMs(endMs) || startMs >= endMs) return `spans ${startMs} to ${endMs}`
  if (!tagsMs.every(Number.isFinite)) return 'has a tag at no time'
  if (Object.keys(series).length === 0) return 'has no channel'
  for (const [channel, { timestampsMs, values }] of Object.entries(series)) {
    if (values.length !== timestampsMs.length) return `${channel} has ${values.length} values at ${timestampsMs.length} times`
    if (values.some((value) => Math.abs(value) === Infinity)) return `${channel} is infinite`
    // A time that is NaN is not after the one before it either.
    if (!timestampsMs.every((timestampMs, index) => index === 0 || timestampMs > (timestampsMs[index - 1] ?? NaN)))
      return `${channel} does not rise`
  }
  return undefined
}

async function readDamaged(file: File): Promise<string | undefined> {
  try {
    const { recordings } = await readRecordingFiles([file])
    return recordings.length === 0 ? 'gave no recording' : recordings.map(faultOf).find((fault) => fault !== undefined)
  } catch (error) {
    return error instanceof AppError && error.code !== 'INTERNAL' ? undefined : `threw ${String(error)}`
  }
}

// Hundreds of files are read; on a busy machine that takes its time.
describe('damaged files', { timeout: 60_000 }, () => {
  test.each(originals)('give a recording with sound times or an error that says why, never anything else: %s', async (path) => {
    const original = readGenerated(`e2e/fixtures/recordings/${path}`)
    const bytes = new Uint8Array(await original.arrayBuffer())
    const faults: string[] = []
    for (const [name, damage] of Object.entries(damages)) {
      for (let seed = 1; seed <= seedCount; seed++) {
        const fault = await readDamaged(makeFile(original.name, damage(bytes, seededRandom(seed * 7919))))
        if (fault !== undefined) faults.push(`${name}, seed ${seed}: ${fault}`)
      }
    }
    expect(faults).toEqual([])
  })
})
