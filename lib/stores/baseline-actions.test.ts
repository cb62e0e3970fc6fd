import { expect, test } from 'vitest'

import { createStudioStore } from './studio-store'
import { createFakes, wearableRecording } from './test-support'

const openStudio = async (read = true) => {
  const fakes = createFakes()
  fakes.answers.recordings.set('e4.zip', [wearableRecording('e4.zip')])
  const store = createStudioStore(fakes.deps)
  if (read) await store.actions.readFiles('stress', [new File(['x'], 'e4.zip')])
  const scaledBy = () => {
    const { stress } = store.getState().recordings
    return stress.phase === 'read' ? stress.scaledBy : undefined
  }
  return { ...fakes, store, actions: store.actions, scaledBy }
}

test('a baseline is taken from the recording, kept, and the recording is read against it', async () => {
  const { store, actions, answers, scaledBy } = await openStudio()
  expect(scaledBy()).toBe('recording')
  await actions.takeBaseline()
  expect(answers.keptBaseline).toMatchObject({ formatVersion: 1, sourceName: 'e4.zip', means: { edaTonic: 0.4 } })
  expect(store.getState().baseline).toMatchObject({ phase: 'kept', kept: answers.keptBaseline })
  expect(scaledBy()).toBe('baseline')
})

test('a marked stretch can be the baseline, and stays marked', async () => {
  const { store, actions, answers } = await openStudio()
  const { stress } = store.getState().recordings
  if (stress.phase !== 'read') throw new Error('read')
  const now = { startMs: stress.recording.startMs + 60_000, endMs: stress.recording.startMs + 240_000 }
  actions.pickStretch('stress', now)
  await actions.takeBaseline(now)
  expect(answers.keptBaseline).toMatchObject(now)
  expect(store.getState().recordings.stress).toMatchObject({ phase: 'read', now })
})

test('a stretch that cannot be one is refused in words, and the baseline before it stays', async () => {
  const { store, actions, answers } = await openStudio()
  await actions.takeBaseline()
  const kept = answers.keptBaseline
  await actions.takeBaseline({ startMs: 10, endMs: 0 })
  expect(store.getState().baseline).toMatchObject({ phase: 'kept', kept, problem: { code: 'RECORDING_TOO_SHORT' } })
})

test('a kept baseline is recalled with the page, and deleted for good', async () => {
  const { store, actions, answers, scaledBy } = await openStudio(false)
  answers.keptBaseline = { formatVersion: 1, sourceName: 'before.zip', startMs: 0, endMs: 1, means: { edaTonic: 0.1 } }
  await actions.recallBaseline()
  await actions.readFiles('stress', [new File(['x'], 'e4.zip')])
  expect(scaledBy()).toBe('baseline')
  await actions.forgetBaseline()
  expect(answers.keptBaseline).toBeUndefined()
  expect(store.getState().baseline).toEqual({ phase: 'none' })
  expect(scaledBy()).toBe('recording')
})

test('a baseline that lacks a signal of the recording is not used', async () => {
  const { actions, answers, scaledBy } = await openStudio(false)
  answers.keptBaseline = { formatVersion: 1, sourceName: 'strap.csv', startMs: 0, endMs: 1, means: { heartRate: 60 } }
  await actions.recallBaseline()
  await actions.readFiles('stress', [new File(['x'], 'e4.zip')])
  expect(scaledBy()).toBe('recording')
})
