import path from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import { plausibleRange, quantityOfChannel } from '@/lib/core/signal/quantities'
import type { Channel, Recording } from '@/lib/core/signal/recording'

import { isPlausibleEpochMs } from './epoch-time'
import { applyDamage, busyMachineMs, damageArbitrary, filesBelow, runsAFile, seed } from './damage-support'
import { readRecordingFiles } from './read-recording-files'
import { makeFile } from './test-support'

const rootDir = path.join(import.meta.dirname, '../..')
const fixtureDir = path.join(rootDir, 'e2e/fixtures/recordings')
const realDir = path.join(rootDir, '../shared/data/wearable-exports')
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
