import { readFileSync } from 'node:fs'
import path from 'node:path'

import '@tensorflow/tfjs-backend-cpu'
import { env } from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'

import { assessQuality } from '@/lib/core/signal/assess-quality'
import { createAbstain } from '@/lib/core/state/abstain'
import { usualNow } from '@/lib/core/state/usual-now'
import { readRecordingFiles } from '@/lib/formats/read-recording-files'
import { estimateRecording } from '@/lib/inference/estimate-recording'
import type { WindowModelId } from '@/lib/inference/inference'
import { modelFolders } from '@/lib/inference/model-folders'
import { createModels } from '@/lib/inference/models'
import { readShippedModel } from '@/lib/inference/test-support'

import { e4Course } from './samples/empatica-e4-session.mjs'
import { motionCourse } from './samples/sensor-logger-recording.mjs'

/** Every window that lies within one activity counts; what a window across two is called is nobody's claim. */
const smallestRightShare = 0.95
const busyMachineMs = 120_000

// Says nothing of how to be faster in Node: these models are meant for browsers.
env().set('IS_TEST', true)

/** What the shipped model says of a sample, the way the studio asks it: the best label of each window, with its stretch in seconds. */
async function readSample(modelId: WindowModelId, fileName: string) {
  const bytes = readFileSync(path.join(import.meta.dirname, '../public/samples', fileName))
  const { recordings } = await readRecordingFiles([new File([new Uint8Array(bytes)], fileName)])
  const [recording] = recordings
  if (recording === undefined) throw new Error(`${fileName} holds no recording.`)
  const models = createModels((id) => readShippedModel(id, modelFolders[id]))
  const { labels } = await models.manifest(modelId)
  const estimates = await estimateRecording(models, modelId, recording, () => undefined)
  await models.disposeGraphs()
  const readings = estimates.map(({ startMs, endMs, scores }) => ({
    startSec: (startMs - recording.startMs) / 1000,
    endSec: (endMs - recording.startMs) / 1000,
    label: labels[scores.indexOf(Math.max(...scores))],
  }))
  return { readings, estimates, recording }
}

test('the sample of motion is read as what it was made from', { timeout: busyMachineMs }, async () => {
  const { readings } = await readSample('activity', 'sensor-logger.zip')
  let fromSec = 0
  for (const { activity, durationSec } of motionCourse) {
    const toSec = fromSec + durationSec
    const inside = readings.filter(({ startSec, endSec }) => startSec >= fromSec + 2 && endSec <= toSec)
    expect(inside.length).toBeGreaterThan(40)
    expect(inside.filter(({ label }) => label === activity).length / inside.length).toBeGreaterThanOrEqual(smallestRightShare)
    fromSec = toSec
  }
})

test('the sample of a wearable shows its stressful stretch, and calm around it', { timeout: busyMachineMs }, async () => {
  const { readings, estimates, recording } = await readSample('stress', 'empatica-e4.zip')
  const { stressStartSec, stressEndSec, durationSec } = e4Course
  const shareOfStress = (fromSec: number, toSec: number) => {
    const inside = readings.filter(({ startSec, endSec }) => startSec >= fromSec && endSec <= toSec)
    expect(inside.length).toBeGreaterThan(5)
    return inside.filter(({ label }) => label === 'stress').length / inside.length
  }
  expect(shareOfStress(stressStartSec + 30, stressEndSec)).toBeGreaterThan(0.8)
  expect(shareOfStress(0, stressStartSec)).toBeLessThan(0.1)
  // The body takes minutes to come to rest again.
  expect(shareOfStress(stressEndSec + 180, durationSec)).toBeLessThan(0.1)
  // Its end is what a visitor's first playlist is made for: the model reads it with confidence.
  const endMs = estimates.at(-1)?.endMs ?? NaN
  expect(usualNow(estimates, 300_000, createAbstain(assessQuality(recording)))).toEqual({ startMs: endMs - 300_000, endMs })
})
