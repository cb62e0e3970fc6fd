import '@tensorflow/tfjs-backend-cpu'
import { env } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { activityLabels, type ActivityLabel } from '@/lib/core/state/labels'
import { isSurelyWalking, stillShare } from '@/lib/core/state/judge-activity'
import type { Estimate } from '@/lib/core/state/user-state'
import { readRecordingFiles } from '@/lib/formats/read-recording-files'
import { seededRandom } from '@/lib/core/signal/test-support'
import { makeSensorLoggerRecording } from '@/scripts/samples/sensor-logger-recording.mjs'

import { estimateRecording } from './estimate-recording'
import { modelFolders } from './model-folders'
import { createModels } from './models'
import { readShippedModel } from './test-support'

// Says nothing of how to be faster in Node: these models are meant for browsers.
env().set('IS_TEST', true)

const models = createModels((modelId) => readShippedModel(modelId, modelFolders[modelId]))
const METRES_PER_SEC_SQUARED_PER_G = 9.806_65

const TIME = { use: 'time', layout: { kind: 'elapsed', unit: 'seconds' } } as const

/** A row of a table of motion: seconds, and acceleration in g. */
type Row = readonly [atSec: number, x: number, y: number, z: number]

/** Some seconds of a phone in a front pocket, without or with gravity, from the generator of the samples. */
function generate(activity: 'sitting' | 'walking', fileName: 'TotalAcceleration.csv' | 'Accelerometer.csv' = 'TotalAcceleration.csv') {
  const text = makeSensorLoggerRecording({ course: [{ activity, durationSec: 20 }] })[fileName]
  const rows = text.trim().split('\n').slice(1)
  // The phone turns into its posture at first.
  return rows.slice(200).map((row): Row => {
    const [, atSec = NaN, z = NaN, y = NaN, x = NaN] = row.split(',').map(Number)
    return [atSec, x / METRES_PER_SEC_SQUARED_PER_G, y / METRES_PER_SEC_SQUARED_PER_G, z / METRES_PER_SEC_SQUARED_PER_G]
  })
}

/** Reads rows as a file of somebody who names no unit, and says where asked that the first column is the time. */
async function read(rows: readonly Row[], { perG = 1, header = 't,x,y,z' } = {}) {
  const lines = rows.map(([atSec, ...acc]) => [atSec.toFixed(4), ...acc.map((value) => (value * perG).toFixed(4))].join(','))
  const file = new File([[header, ...lines].join('\n')], 'mine.csv', { lastModified: Date.UTC(2026, 2, 14) })
  const first = await readRecordingFiles([file])
  const guess = first.questions[0]?.mapping
  const mapping = guess && { ...guess, columns: guess.columns.with(0, TIME) }
  const { recordings } =
    mapping === undefined ? first : await readRecordingFiles([file], { mappedTables: [{ fileName: file.name, mapping }] })
  const [recording] = recordings
  if (recording === undefined) throw new Error('Nothing was read.')
  return { recording, estimate: () => estimateRecording(models, 'activity', { ...recording, sourceName: 'Phone' }, () => undefined) }
}

/** The share of the windows in which an activity is the likeliest. */
const shareOf = (estimates: readonly Estimate[], label: ActivityLabel): number =>
  estimates.filter(({ scores }) => activityLabels[scores.indexOf(Math.max(...scores))] === label).length / estimates.length

// The networks run in plain JavaScript here, many windows at once.
describe('motion that is written oddly', { timeout: 120_000 }, () => {
  it('is the same in g, in m/s² and in raw counts', async () => {
    const rows = generate('walking')
    const inG = await read(rows)
    for (const perG of [METRES_PER_SEC_SQUARED_PER_G, 4096]) {
      const { recording } = await read(rows, { perG })
      expect(recording.hasGravity).toBe(true)
      for (const name of ['accX', 'accY', 'accZ'] as const) {
        const [found, wanted] = [recording.series[name]?.values ?? [], inG.recording.series[name]?.values ?? []]
        expect(found.length).toBe(rows.length)
        // Cells hold four decimals of g at the least.
        expect(Math.max(...Array.from(found, (value, index) => Math.abs(value - (wanted[index] ?? NaN))))).toBeLessThan(2e-4)
      }
    }
    expect(shareOf(await inG.estimate(), 'walking')).toBeGreaterThan(0.8)
  })

  it('is walking whatever way its columns are swapped', async () => {
    const { estimate } = await read(generate('walking').map(([atSec, x, y, z]): Row => [atSec, z, x, y]))
    expect(shareOf(await estimate(), 'walking')).toBeGreaterThan(0.8)
  })

  it('without gravity is somebody who walks, or a rest whose posture is not told', async () => {
    const walking = await read(generate('walking', 'Accelerometer.csv'), { header: 't,linear acc x (g),linear acc y (g),linear acc z (g)' })
    expect(walking.recording.hasGravity).toBe(false)
    for (const estimate of await walking.estimate()) expect(isSurelyWalking(estimate), 'on the level or on stairs').toBe(true)
    const sitting = await read(generate('sitting', 'Accelerometer.csv'), { header: 't,linear acc x (g),linear acc y (g),linear acc z (g)' })
    for (const { scores } of await sitting.estimate()) {
      expect(stillShare(scores)).toBeGreaterThan(0.8)
      expect(Math.max(...scores), 'no posture stands out').toBeLessThan(0.5)
    }
  })

  it('is the same when its rows are not in order of time', async () => {
    const rows = generate('walking')
    const random = seededRandom(3)
    const jumbled = rows.map((row, index) => ({ row, place: index + 6 * random() })).toSorted((one, other) => one.place - other.place)
    const [ordered, { recording }] = [await read(rows), await read(jumbled.map(({ row }) => row))]
    expect(recording.notes.map(({ message }) => message).join(' ')).toMatch(/not in the order of their times and have been sorted/)
    expect(recording.series.accY?.values).toEqual(ordered.recording.series.accY?.values)
    const stepsOf = ({ timestampsMs }: { timestampsMs: Float64Array }) => Array.from(timestampsMs, (atMs) => atMs - (timestampsMs[0] ?? 0))
    const [found, wanted] = [recording.series.accY, ordered.recording.series.accY].map((series) => series && stepsOf(series))
    found?.forEach((stepMs, index) => expect(stepMs).toBeCloseTo(wanted?.[index] ?? NaN, 3))
    expect(found?.length).toBe(rows.length)
  })

  it('once a second is refused, and how much is needed is said', async () => {
    const { estimate } = await read(generate('walking').filter((_row, index) => index % 50 === 0))
    await expect(estimate()).rejects.toMatchObject({
      code: 'RECORDING_TOO_SHORT',
      message: expect.stringMatching(/4 samples a second at least .*, here it has 1\./),
    })
  })

  it('of a phone that lies on a table says that it is not worn', async () => {
    const random = seededRandom(5)
    const noise = () => 0.0008 * (random() - 0.5)
    const rows = Array.from({ length: 1500 }, (_, index): Row => [index / 50, 0.01 + noise(), noise(), 1 + noise()])
    const estimates = await (await read(rows)).estimate()
    expect(estimates.length).toBeGreaterThan(10)
    for (const { doubt, confidence } of estimates) expect({ doubt, confidence }).toEqual({ doubt: 'notWorn', confidence: 0 })
  })
})
