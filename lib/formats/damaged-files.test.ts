import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import { plausibleRange, quantityOfChannel } from '@/lib/core/signal/quantities'
import type { Channel, Recording } from '@/lib/core/signal/recording'

import { isPlausibleEpochMs } from './epoch-time'
import { readRecordingFiles } from './read-recording-files'
import { makeFile } from './test-support'

const rootDir = path.join(import.meta.dirname, '../..')
const fixtureDir = path.join(rootDir, 'e2e/fixtures/recordings')
const realDir = path.join(rootDir, '../shared/data/wearable-exports')
/** Larger files hold the same bytes over and over, and are slow to read a hundred times. */
const maxBytes = 110_000
/** Enough for every day; ATTUNE_FUZZ_RUNS=100 digs deeper, with a seed of its own. */
const everyDayRunCount = 3
const runsAFile = Number(process.env['ATTUNE_FUZZ_RUNS'] ?? everyDayRunCount)
const seed = runsAFile === everyDayRunCount ? 20_260_314 : Date.now() % 2 ** 31
const busyMachineMs = 60_000 * Math.max(2, runsAFile / 5)

/** Every file below a folder, by its path in it. */
function filesBelow(folder: string): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const file = path.join(folder, name)
    return statSync(file).isFile() ? [{ name, bytes: new Uint8Array(readFileSync(file)).slice(0, maxBytes) }] : []
  })
}

/** What goes wrong with a file on its way: places and lengths are shares of it. */
const damageArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    places: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('flip at the start' as const),
    places: fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 8 }),
  }),
  fc.record({ kind: fc.constant('cut' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('hole' as const), share: fc.double({ min: 0, max: 1, noNaN: true }), lengthBytes: fc.nat(5000) }),
  fc.record({ kind: fc.constant('repeat' as const), share: fc.double({ min: 0, max: 1, noNaN: true }), lengthBytes: fc.nat(5000) }),
  fc.record({ kind: fc.constant('other digits' as const), step: fc.integer({ min: 3, max: 50 }), by: fc.integer({ min: 1, max: 9 }) }),
)
type Damage = typeof damageArbitrary extends fc.Arbitrary<infer Kind> ? Kind : never

function applyDamage(bytes: Uint8Array<ArrayBuffer>, damage: Damage): Uint8Array<ArrayBuffer> {
  const damaged = bytes.slice()
  const at = (share: number) => Math.floor(share * bytes.length)
  switch (damage.kind) {
    case 'flip':
      for (const [share, value] of damage.places) damaged[at(share)] = value
      return damaged
    case 'flip at the start':
      for (const [place, value] of damage.places) damaged[Math.min(place, bytes.length - 1)] = value
      return damaged
    case 'cut':
      return bytes.slice(0, at(damage.share))
    case 'hole': {
      const from = at(damage.share)
      const to = Math.min(bytes.length, from + damage.lengthBytes)
      damaged.copyWithin(from, to)
      return damaged.slice(0, bytes.length - (to - from))
    }
    case 'repeat':
      return damaged.copyWithin(at(damage.share), 0, damage.lengthBytes)
    case 'other digits':
      return damaged.map((byte, index) =>
        index % damage.step === 0 && byte >= 48 && byte <= 57 ? 48 + ((byte - 48 + damage.by) % 10) : byte,
      )
  }
}

/** What is wrong with a recording that came of damaged bytes; undefined where nothing is. */
function faultOf({ startMs, endMs, series, tagsMs }: Recording): string | undefined {
  if (!isPlausibleEpochMs(startMs) || !isPlausibleEpochMs(endMs) || startMs >= endMs) return `spans ${startMs} to ${endMs}`
  if (!tagsMs.every(Number.isFinite)) return 'has a tag at no time'
  if (Object.keys(series).length === 0) return 'has no channel'
  for (const [channel, { timestampsMs, values }] of Object.entries(series)) {
    if (values.length !== timestampsMs.length) return `${channel} has ${values.length} values at ${timestampsMs.length} times`
    const quantity = quantityOfChannel[channel as Channel]
    const [min, max] = quantity === 'pulseWave' ? [-3.5e38, 3.5e38] : plausibleRange[quantity]
    const odd = values.find((value) => value < min || value > max)
    if (odd !== undefined) return `${channel} is ${odd}, which nobody can measure`
    // A time that is NaN is not after the one before it either.
    if (!timestampsMs.every((timestampMs, index) => index === 0 || timestampMs > (timestampsMs[index - 1] ?? NaN)))
      return `${channel} does not rise`
  }
  return undefined
}

/** Reads a file, answering what is asked with the guess; says what came that should not. */
async function readDamaged(file: File): Promise<string | undefined> {
  try {
    const { recordings, questions } = await readRecordingFiles([file])
    const answered = questions.length > 0 ? (await readRecordingFiles([file], { mappedTables: questions })).recordings : recordings
    return answered.length === 0 ? 'gave neither a recording nor a question' : answered.map(faultOf).find((fault) => fault !== undefined)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') return `threw ${String(error)}`
    return error.message.includes('Expected') || error.message.includes(file.name) ? undefined : `says only: ${error.message}`
  }
}

describe.each([
  { origin: 'fixture', files: filesBelow(fixtureDir) },
  { origin: 'real export', files: filesBelow(realDir) },
])('a damaged $origin', { timeout: busyMachineMs }, ({ files }) => {
  test.for(files.length > 0 ? files : [{ name: '(../shared is not beside the repository)', bytes: new Uint8Array(0) }])(
    'gives sound times and values in their units, a question, or a reason: $name',
    async ({ name, bytes }) => {
      await fc.assert(
        fc.asyncProperty(damageArbitrary, async (damage) => {
          expect(await readDamaged(makeFile(path.basename(name), applyDamage(bytes, damage)))).toBeUndefined()
        }),
        { numRuns: runsAFile, seed },
      )
    },
  )
})

describe('a made-up table', { timeout: busyMachineMs }, () => {
  const cell = fc.oneof(
    fc.double({ noDefaultInfinity: true }).map(String),
    fc.integer({ min: 0, max: 2_000_000_000 }).map(String),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
    fc.constantFrom('', 'NaN', '-1', '"a;b"', '1,5', '12:30:00', '03/04/2026 10:00 AM', '1e400', '\u0000'),
    fc.string({ maxLength: 8 }),
  )
  const header = fc.constantFrom(
    'time',
    'timestamp',
    'hr',
    'acc x',
    'acc y',
    'acc z',
    'x',
    'y',
    'z',
    'EDA (uS)',
    'temp',
    'rr',
    'ppg',
    'Shimmer_x_CAL',
    'Time (s)',
    '',
  )

  test('gives sound times and values in their units, a question, or a reason, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(header, { minLength: 1, maxLength: 6 }),
        fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 30 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (names, rows, delimiter, lineEnd) => {
          const text = [names, ...rows].map((row) => row.join(delimiter)).join(lineEnd)
          expect(await readDamaged(makeFile('table.csv', text))).toBeUndefined()
        },
      ),
      { numRuns: 50 * runsAFile, seed },
    )
  })

  test('of JSON with any shape gives a recording or a reason', async () => {
    const beginnings = [
      '{"activities-heart":',
      '{"exercises":',
      '{"deviceDays":',
      '[{"dateTime":"x","value":{"bpm":',
      '{"bpm":1,"timestamp":"x","data":',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), fc.json({ maxDepth: 4 }), async (beginning, json) => {
        const text = `${beginning}${json}${beginning.startsWith('[') ? '}}]' : '}'}`
        expect(await readDamaged(makeFile('data.json', text))).toBeUndefined()
      }),
      { numRuns: 50 * runsAFile, seed },
    )
  })
})
