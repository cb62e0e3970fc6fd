import { expect, test } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import type { Recording } from '@/lib/core/signal/recording'
import type { TableMapping } from '@/lib/core/signal/table-mapping'

import { createStudioStore } from './studio-store'
import { createFakes, motionRecording, settle, someTimeMs, wearableRecording } from './test-support'

const file = (name: string, text = 'x') => new File([text], name)

const openStudio = () => {
  const fakes = createFakes()
  const store = createStudioStore(fakes.deps)
  return { ...fakes, store, actions: store.actions }
}

const openStudioWithPlaylist = async () => {
  const studio = openStudio()
  studio.actions.sayOwnWord({ mood: 'calm' })
  await studio.actions.makePlaylist()
  return { ...studio, songIds: () => studio.store.getState().playlist.playlist?.songs.map(({ song }) => song.songId) ?? [] }
}

test('a word of the listener alone is fused into 128 numbers, and said twice it is taken back', async () => {
  const { store, actions } = openStudio()
  actions.sayOwnWord({ mood: 'calm' })
  actions.sayOwnWord({ activity: 'walking' })
  await settle()
  expect(store.getState().userState).toEqual({ ownWord: { mood: 'calm', activity: 'walking' } })
  expect(store.getState().vector).toMatchObject({ phase: 'ready' })
  expect(store.getState().vector.stateVector).toHaveLength(128)
  actions.sayOwnWord({ mood: 'calm' })
  expect(store.getState().ownWord).toEqual({ activity: 'walking' })
  actions.removeOwnWord()
  await settle()
  expect(store.getState().userState).toEqual({})
  expect(store.getState().vector).toEqual({ phase: 'none' })
})

test('a request carries the state, the goal and the wishes, and nothing else', async () => {
  const { actions, requests, store } = openStudio()
  actions.sayOwnWord({ mood: 'sad' })
  actions.chooseGoal('lift')
  await actions.makePlaylist()
  const [request] = requests
  expect(request?.method).toBe('POST')
  expect(Object.keys(request?.body ?? {})).toEqual(['stateVector', 'goalVector', 'wishes'])
  expect(request?.body).toMatchObject({ wishes: { songCount: 25, excludedSongIds: [] } })
  expect(store.getState().playlist).toMatchObject({ phase: 'ready', madeFor: { goal: 'lift', userState: { ownWord: { mood: 'sad' } } } })
})

test('the goal is the state itself for a match, and another state for a lift', async () => {
  const { actions, fused } = openStudio()
  actions.sayOwnWord({ mood: 'sad' })
  await settle()
  fused.length = 0
  await actions.makePlaylist()
  expect(fused).toEqual([{ ownWord: { mood: 'sad' } }, { ownWord: { mood: 'sad' } }])
  actions.chooseGoal('lift')
  await settle()
  fused.length = 0
  await actions.makePlaylist()
  expect(fused).toEqual([{ ownWord: { mood: 'sad' } }, { ownWord: { mood: 'happy' } }])
})

test('where the goal lies is known as soon as it is chosen, before any playlist', async () => {
  const { actions, fused, store } = openStudio()
  actions.sayOwnWord({ mood: 'sad' })
  await settle()
  expect(store.getState().vector.goalVector).toBe(store.getState().vector.stateVector)
  fused.length = 0
  actions.chooseGoal('calm')
  await settle()
  expect(fused).toEqual([{ ownWord: { mood: 'sad' } }, { ownWord: { mood: 'calm' } }])
  expect(store.getState().vector.goalVector).not.toBe(store.getState().vector.stateVector)
})

test('without any input no playlist is asked for', async () => {
  const { actions, requests, store } = openStudio()
  await actions.makePlaylist()
  expect(requests).toEqual([])
  expect(store.getState().playlist.phase).toBe('none')
})

test('a server that is down is said, keeps what was made, and the same wish succeeds when tried again', async () => {
  const { actions, answers, store, songIds } = await openStudioWithPlaylist()
  const before = songIds()
  answers.serverError = new AppError('SERVER_UNREACHABLE', 'No answer.')
  await actions.regenerate()
  expect(store.getState().playlist).toMatchObject({ phase: 'failed', problem: { code: 'SERVER_UNREACHABLE' } })
  expect(songIds()).toEqual(before)
  answers.serverError = undefined
  await actions.retryPlaylist()
  expect(store.getState().playlist.phase).toBe('ready')
  expect(store.getState().playlist.problem).toBeUndefined()
  expect(songIds()).not.toEqual(before)
})

test('regenerating plans the same playlist anew with another seed', async () => {
  const { actions, requests } = await openStudioWithPlaylist()
  await actions.regenerate()
  const [first, second] = requests
  expect(second).toMatchObject({ method: 'PUT', playlistId: 'p1' })
  expect(first?.body).toMatchObject({ wishes: { seed: Math.floor(0.001 * 2 ** 32) } })
  expect(second?.body).toMatchObject({ wishes: { seed: Math.floor(0.002 * 2 ** 32) } })
})

test('a removed song comes back to its place, and the server never hears of it', async () => {
  const { actions, requests, songIds, store, endWaits } = await openStudioWithPlaylist()
  const before = songIds()
  const removing = actions.removeSong(before[2] ?? '')
  await settle()
  expect(songIds()).toEqual(before.toSpliced(2, 1))
  expect(store.getState().playlist.removed).toMatchObject({ songId: before[2], index: 2 })
  actions.undoRemove()
  endWaits()
  await removing
  expect(songIds()).toEqual(before)
  expect(requests.map(({ method }) => method)).toEqual(['POST'])
})

test('a removal that was not undone reaches the server, and the song is not chosen again', async () => {
  const { actions, requests, songIds, endWaits } = await openStudioWithPlaylist()
  const [first = '', ...rest] = songIds()
  const removing = actions.removeSong(first)
  await settle()
  endWaits()
  await removing
  expect(requests.at(-1)).toEqual({ method: 'PATCH', playlistId: 'p1', body: rest })
  const resizing = actions.setSongCount(30)
  await settle()
  endWaits()
  await resizing
  expect(requests.at(-1)).toMatchObject({ method: 'PUT', body: { wishes: { songCount: 30, excludedSongIds: [first] } } })
  expect(songIds()).toHaveLength(30)
  expect(songIds()).not.toContain(first)
})

test('removing a second song settles the first', async () => {
  const { actions, requests, songIds } = await openStudioWithPlaylist()
  const [first = '', second = '', ...rest] = songIds()
  void actions.removeSong(first)
  await settle()
  void actions.removeSong(second)
  await settle()
  expect(requests.at(-1)).toEqual({ method: 'PATCH', playlistId: 'p1', body: [second, ...rest] })
  expect(songIds()).toEqual(rest)
})

test('a length outside the limits is taken to the nearest limit, and only the last of many is asked for', async () => {
  const { actions, requests, store, endWaits } = await openStudioWithPlaylist()
  const all = [actions.setSongCount(3), actions.setSongCount(60), actions.setSongCount(1000)]
  expect(store.getState().songCount).toBe(100)
  endWaits()
  await Promise.all(all)
  expect(requests.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  expect(requests.at(-1)).toMatchObject({ body: { wishes: { songCount: 100 } } })
})

/** Lets the camera give so many pictures, one after another. */
const showFrames = async ({ showFrame }: Pick<ReturnType<typeof openStudio>, 'showFrame'>, count: number) => {
  for (let shown = 0; shown < count; shown += 1) {
    await settle()
    showFrame()
  }
  await settle()
}

test('the webcam is read frame by frame until it is paused; then the camera is off and the last reading stays', async () => {
  const studio = openStudio()
  const { actions, store, calls, frameIsWanted } = studio
  await actions.openWebcam()
  await showFrames(studio, 3)
  expect(calls.filter((call) => call === 'face video')).toHaveLength(3)
  expect(store.getState().webcam).toMatchObject({ phase: 'on', hint: 'seen', reading: { sourceName: 'Webcam', labelIndex: 3 } })
  expect(store.getState().userState.emotion?.scores[3]).toBeCloseTo(0.8)
  actions.pauseWebcam()
  expect(calls).toContain('camera stopped')
  await showFrames(studio, 1)
  expect(frameIsWanted()).toBe(false)
  expect(store.getState().webcam).toMatchObject({ phase: 'paused', isByHand: true })
  expect(store.getState().userState.emotion).toBeDefined()
  await actions.resumeWebcam()
  expect(frameIsWanted()).toBe(true)
  expect(store.getState().webcam).toMatchObject({ phase: 'on', reading: { sourceName: 'Webcam' } })
  actions.closeWebcam()
  expect(store.getState().webcam).toEqual({ phase: 'off' })
  expect(store.getState().userState).toEqual({})
})

test('the camera is off as soon as the page is out of sight, and comes back with it', async () => {
  const studio = openStudio()
  const { actions, store, calls, showPage } = studio
  await actions.openWebcam()
  await showFrames(studio, 2)
  showPage(false)
  expect(calls.filter((call) => call === 'camera stopped')).toHaveLength(1)
  expect(store.getState().webcam).toMatchObject({ phase: 'paused', isByHand: false })
  showPage(true)
  await settle()
  expect(store.getState().webcam.phase).toBe('on')
  actions.pauseWebcam()
  showPage(false)
  showPage(true)
  await settle()
  // Paused by hand it stays.
  expect(store.getState().webcam).toMatchObject({ phase: 'paused', isByHand: true })
})

test('a camera that opens only after the page went out of sight is turned off again', async () => {
  const { actions, store, calls, showPage } = openStudio()
  const opening = actions.openWebcam()
  showPage(false)
  await opening
  expect(calls).toEqual(['camera stopped'])
  expect(store.getState().webcam.phase).toBe('paused')
})

test('a webcam that loses the face keeps what it read for some seconds, says so, and then forgets it', async () => {
  const studio = openStudio()
  const { actions, answers, store } = studio
  await actions.openWebcam()
  await showFrames(studio, 1)
  answers.faceCount = 0
  await showFrames(studio, 4)
  expect(store.getState().webcam).toMatchObject({ hint: 'seen', reading: { sourceName: 'Webcam' } })
  await showFrames(studio, 20)
  expect(store.getState().webcam).toMatchObject({ hint: 'noFace', reading: { sourceName: 'Webcam' } })
  await showFrames(studio, 220)
  expect(store.getState().webcam).not.toHaveProperty('reading')
  expect(store.getState().userState).toEqual({})
})

test('an expression that changes every other frame does not flap', async () => {
  const studio = openStudio()
  const { actions, answers, store } = studio
  await actions.openWebcam()
  const labels = new Set<number | undefined>()
  for (let count = 0; count < 40; count += 1) {
    answers.faceScores = count % 2 === 0 ? [0.05, 0, 0, 0.5, 0, 0, 0.45] : [0.05, 0, 0, 0.42, 0, 0, 0.53]
    await showFrames(studio, 1)
    const { webcam } = store.getState()
    labels.add(webcam.phase === 'on' ? webcam.reading?.labelIndex : undefined)
  }
  expect([...labels]).toEqual([3])
})

test('a face that is seen badly is said to be, and counts for less', async () => {
  const studio = openStudio()
  const { actions, answers, store } = studio
  answers.faceView = { ...answers.faceView, brightness: 12 }
  await actions.openWebcam()
  await showFrames(studio, 2)
  expect(store.getState().webcam).toMatchObject({ hint: 'tooDark' })
  expect(store.getState().userState.emotion?.confidence).toBeCloseTo(0.35)
})

test('a tap on another face is passed on with the next frame, once', async () => {
  const studio = openStudio()
  const { actions, answers, chosenPoints } = studio
  answers.faceCount = 2
  await actions.openWebcam()
  await showFrames(studio, 1)
  actions.chooseWebcamFace({ xPx: 330, yPx: 32 })
  await showFrames(studio, 2)
  expect(chosenPoints).toEqual([undefined, { xPx: 330, yPx: 32 }, undefined])
})

test('a refused camera is said, and can be tried again', async () => {
  const { actions, answers, store } = openStudio()
  answers.cameraError = new AppError('CAMERA_REFUSED', 'The camera was not allowed.')
  await actions.openWebcam()
  expect(store.getState().webcam).toEqual({ phase: 'failed', problem: { code: 'CAMERA_REFUSED', message: 'The camera was not allowed.' } })
  answers.cameraError = undefined
  await actions.openWebcam()
  expect(store.getState().webcam.phase).toBe('on')
})

test('models that do not start turn the camera off again', async () => {
  const { actions, answers, store, calls } = openStudio()
  answers.startError = new AppError('MODEL_UNREACHABLE', 'No models.')
  await actions.openWebcam()
  expect(calls).toContain('camera stopped')
  expect(store.getState().webcam).toMatchObject({ phase: 'failed', problem: { code: 'MODEL_UNREACHABLE' } })
  expect(store.getState().backend).toMatchObject({ phase: 'failed' })
})

test('the webcam speaks before the photo, and the photo again when the webcam is off', async () => {
  const { actions, store, showFrame } = openStudio()
  await actions.readPhoto(file('me.jpg'))
  expect(store.getState().userState.emotion?.sourceName).toBe('Photo')
  await actions.openWebcam()
  await settle()
  showFrame()
  await settle()
  expect(store.getState().userState.emotion?.sourceName).toBe('Webcam')
  actions.closeWebcam()
  expect(store.getState().userState.emotion?.sourceName).toBe('Photo')
})

test('a picture without a face is said and stays in view; a picture that was read before it counts on', async () => {
  const { actions, answers, store, forgotten, chosenPoints } = openStudio()
  answers.faceCount = 0
  await actions.readPhoto(file('wall.jpg'))
  expect(store.getState().photo).toMatchObject({ phase: 'failed', previewUrl: 'blob:wall.jpg', problem: { code: 'NO_FACE' } })
  expect(store.getState().userState).toEqual({})
  answers.faceCount = 5
  await actions.readPhoto(file('party.jpg'))
  expect(store.getState().photo).toMatchObject({ phase: 'read', faceReading: { others: [{}, {}, {}, {}] } })
  expect(store.getState().announcement).toContain('Found 5 faces')
  expect(forgotten).toEqual(['blob:wall.jpg'])
  await actions.choosePhotoFace({ xPx: 330, yPx: 32 })
  expect(chosenPoints.at(-1)).toEqual({ xPx: 330, yPx: 32 })
  expect(store.getState().announcement).toContain('the one that you chose')
  await actions.readPhoto(file('empty.jpg', ''))
  expect(store.getState().photo).toMatchObject({ phase: 'read', fileName: 'party.jpg', problem: { code: 'FILE_EMPTY' } })
  expect(store.getState().userState.emotion).toBeDefined()
})

test('a wearable recording is read window by window, and its end stands for now', async () => {
  const { actions, answers, store } = openStudio()
  answers.recordings.set('e4.zip', [wearableRecording('e4.zip')])
  const phases: string[] = []
  store.subscribe(({ recordings }) => phases.push(recordings.stress.phase))
  await actions.readFiles('stress', [file('e4.zip')])
  expect([...new Set(phases)]).toEqual(['reading', 'estimating', 'read'])
  const state = store.getState().recordings.stress
  if (state.phase !== 'read') throw new Error(`the recording is ${state.phase}`)
  expect(state.now.endMs - state.now.startMs).toBe(300_000)
  expect(store.getState().userState.stress?.scores[1]).toBeGreaterThan(0.7)
  actions.pickStretch('stress', { startMs: someTimeMs, endMs: someTimeMs + 120_000 })
  expect(store.getState().userState.stress?.scores[0]).toBeGreaterThan(0.7)
})

test('a playlist is for the stretch that was picked, until it is let go', async () => {
  const { actions, answers, store } = openStudio()
  answers.recordings.set('e4.zip', [wearableRecording('e4.zip')])
  await actions.readFiles('stress', [file('e4.zip')])
  await actions.makePlaylist()
  expect(store.getState().playlist.madeFor?.stretch).toBeUndefined()
  const usual = store.getState().recordings.stress
  const picked = { startMs: someTimeMs, endMs: someTimeMs + 120_000 }
  actions.pickStretch('stress', picked)
  await actions.makePlaylist()
  expect(store.getState().playlist.madeFor).toMatchObject({ stretch: picked, userState: { stress: { sourceName: 'e4.zip' } } })
  actions.pickStretch('stress')
  expect(store.getState().recordings.stress).toEqual(usual)
  await actions.regenerate()
  expect(store.getState().playlist.madeFor?.stretch).toBeUndefined()
})

test('where the end of a recording cannot be read, the latest stretch that can be stands for now', async () => {
  const { actions, answers, store } = openStudio()
  const recording = wearableRecording('e4.zip', 1200)
  // The sensor came off after a quarter of an hour.
  const { eda } = recording.series
  const worn = Math.round((eda?.values.length ?? 0) * 0.75)
  const series = {
    eda: {
      timestampsMs: eda?.timestampsMs.slice(0, worn) ?? new Float64Array(0),
      values: eda?.values.slice(0, worn) ?? new Float32Array(0),
    },
  }
  answers.recordings.set('e4.zip', [{ ...recording, series }])
  await actions.readFiles('stress', [file('e4.zip')])
  const state = store.getState().recordings.stress
  if (state.phase !== 'read') throw new Error(`the recording is ${state.phase}`)
  expect(state.abstention).toBeUndefined()
  expect(state.isPicked).toBe(false)
  expect(state.now.endMs - state.now.startMs).toBe(300_000)
  // Half of the stretch must be measured, and the sensor spoke last just before that quarter of an hour was over: a window's step earlier.
  expect(state.now.endMs).toBe(someTimeMs + 900_000 + 150_000 - 15_000)
})

test('stress is shown before the movement of the wrist, which then joins what is shown', async () => {
  const { actions, answers, deps, store } = openStudio()
  const { series, hasGravity } = motionRecording('e4.zip', 600)
  const wearable = wearableRecording('e4.zip')
  answers.recordings.set('e4.zip', [
    { ...wearable, series: { ...wearable.series, ...series }, ...(hasGravity === undefined ? {} : { hasGravity }) },
  ])
  let tellCadence: (cadence: readonly []) => void = () => undefined
  deps.inference.estimateCadence = () =>
    new Promise((resolve) => {
      tellCadence = resolve
    })
  const reading = actions.readFiles('stress', [file('e4.zip')])
  await settle()
  expect(store.getState().recordings.stress).toMatchObject({ phase: 'read', isMovementPending: true })
  expect(store.getState().userState.activity).toBeUndefined()
  const picked = { startMs: someTimeMs, endMs: someTimeMs + 120_000 }
  actions.pickStretch('stress', picked)
  tellCadence([])
  await reading
  expect(store.getState().recordings.stress).toMatchObject({ isMovementPending: false, now: picked, isPicked: true })
  expect(store.getState().userState.activity?.scores[3]).toBe(1)
})

test('a stretch between two windows is read from the nearest one', async () => {
  const { actions, answers, store } = openStudio()
  answers.recordings.set('e4.zip', [wearableRecording('e4.zip')])
  await actions.readFiles('stress', [file('e4.zip')])
  actions.pickStretch('stress', { startMs: someTimeMs - 9000, endMs: someTimeMs - 1000 })
  expect(store.getState().userState.stress?.scores[0]).toBeGreaterThan(0.7)
})

test('a recording that was given to the wrong card is read in the right one', async () => {
  const { actions, answers, store } = openStudio()
  answers.recordings.set('walk.zip', [motionRecording('walk.zip')])
  await actions.readFiles('stress', [file('walk.zip')])
  const { stress, activity } = store.getState().recordings
  expect(stress).toEqual({ phase: 'empty' })
  expect(activity).toMatchObject({ phase: 'read', notice: 'This is a motion recording, so it was put here.' })
})

test('of several recordings the newest is read unless it is short, and another can be chosen', async () => {
  const { actions, answers, store } = openStudio()
  const onAnotherDay = (recording: Recording, days: number): Recording => ({
    ...recording,
    startMs: recording.startMs + days * 86_400_000,
    endMs: recording.endMs + days * 86_400_000,
  })
  const recordings = [
    motionRecording('long.csv', 60),
    onAnotherDay(motionRecording('newer.csv', 40), 1),
    onAnotherDay(motionRecording('try.csv', 5), 2),
  ]
  answers.recordings.set('three.zip', recordings)
  await actions.readFiles('activity', [file('three.zip')])
  expect(store.getState().recordings.activity).toMatchObject({ recording: { fileName: 'newer.csv' }, choices: { length: 3 } })
  await actions.chooseRecording('activity', 0)
  expect(store.getState().recordings.activity).toMatchObject({ recording: { fileName: 'long.csv' }, choices: { length: 3 } })
})

test('a table that nothing knows is asked about, and read as the listener says', async () => {
  const { actions, answers, store } = openStudio()
  const mapping: TableMapping = {
    columns: [
      { use: 'time', layout: { kind: 'epoch', unit: 'seconds' } },
      { use: 'channel', channel: 'eda' },
    ],
  }
  const question = { fileName: 'mine.csv', columnNames: ['when', 'skin'], rows: [['1', '2']], mapping }
  answers.questions.set('mine.csv', [question])
  answers.recordings.set('mine.csv', [{ ...wearableRecording('mine.csv'), tables: [question] }])
  await actions.readFiles('stress', [file('mine.csv')])
  expect(store.getState().recordings.stress).toMatchObject({ phase: 'asking', tables: [{ columnNames: ['when', 'skin'] }] })
  await actions.answerTables('stress', [{ fileName: 'mine.csv', mapping }])
  expect(store.getState().recordings.stress).toMatchObject({ phase: 'read' })
  actions.correctTables('stress')
  expect(store.getState().recordings.stress).toMatchObject({ phase: 'asking' })
  actions.cancelReading('stress')
  expect(store.getState().recordings.stress).toMatchObject({ phase: 'read', recording: { fileName: 'mine.csv' } })
})

test('reading that is cancelled leaves the card as it was before', async () => {
  const { actions, answers, store } = openStudio()
  let finish: (recordings: readonly ReturnType<typeof motionRecording>[]) => void = () => undefined
  answers.recordings.set('walk.zip', [motionRecording('walk.zip')])
  answers.recordings.set('slow.zip', new Promise((resolve) => (finish = resolve)))
  const first = actions.readFiles('activity', [file('slow.zip')])
  actions.cancelReading('activity')
  expect(store.getState().recordings.activity).toEqual({ phase: 'empty' })
  await actions.readFiles('activity', [file('walk.zip')])
  const second = actions.readFiles('activity', [file('slow.zip')])
  actions.cancelReading('activity')
  finish([motionRecording('slow.zip')])
  await Promise.all([first, second])
  expect(store.getState().recordings.activity).toMatchObject({ phase: 'read', recording: { fileName: 'walk.zip' } })
})

test('a bad file is said, and a recording that was read before it counts on', async () => {
  const { actions, answers, store } = openStudio()
  await actions.readFiles('activity', [file('letter.csv')])
  expect(store.getState().recordings.activity).toMatchObject({ phase: 'failed', problem: { code: 'FORMAT_UNKNOWN' } })
  answers.recordings.set('walk.zip', [motionRecording('walk.zip')])
  await actions.readFiles('activity', [file('walk.zip')])
  answers.recordings.set('blink.zip', [motionRecording('blink.zip', 1)])
  await actions.readFiles('activity', [file('blink.zip')])
  expect(store.getState().recordings.activity).toMatchObject({
    phase: 'read',
    recording: { fileName: 'walk.zip' },
    problem: { code: 'RECORDING_TOO_SHORT' },
  })
  expect(store.getState().userState.activity).toBeDefined()
})

test('a file that is given while another is being read takes its place', async () => {
  const { actions, answers, store } = openStudio()
  let finish: (recordings: readonly ReturnType<typeof motionRecording>[]) => void = () => undefined
  answers.recordings.set('slow.zip', new Promise((resolve) => (finish = resolve)))
  answers.recordings.set('fast.zip', [motionRecording('fast.zip')])
  const slow = actions.readFiles('activity', [file('slow.zip')])
  await actions.readFiles('activity', [file('fast.zip')])
  finish([motionRecording('slow.zip')])
  await slow
  expect(store.getState().recordings.activity).toMatchObject({ phase: 'read', recording: { fileName: 'fast.zip' } })
})

test('a recording that was removed while it was being read stays away', async () => {
  const { actions, answers, store } = openStudio()
  let finish: (recordings: readonly ReturnType<typeof motionRecording>[]) => void = () => undefined
  answers.recordings.set('slow.zip', new Promise((resolve) => (finish = resolve)))
  const slow = actions.readFiles('activity', [file('slow.zip')])
  actions.removeRecording('activity')
  finish([motionRecording('slow.zip')])
  await slow
  expect(store.getState().recordings.activity).toEqual({ phase: 'empty' })
})

test('the models let go of a recording that is replaced, cancelled, unreadable or removed, and of no other', async () => {
  const { actions, answers, deps } = openStudio()
  const forgotten: string[] = []
  deps.inference.forgetRecording = ({ fileName }) => void forgotten.push(fileName)
  answers.recordings.set('one.zip', [motionRecording('one.zip')])
  answers.recordings.set('two.zip', [motionRecording('two.zip')])
  await actions.readFiles('activity', [file('one.zip')])
  expect(forgotten).toEqual([])
  const { assessRecording } = deps.inference
  deps.inference.assessRecording = (recording) => {
    actions.cancelReading('activity')
    return assessRecording(recording)
  }
  await actions.readFiles('activity', [file('two.zip')])
  expect(forgotten).toEqual(['two.zip'])
  deps.inference.assessRecording = () => Promise.reject(new AppError('INFERENCE_FAILED', 'The models stopped.'))
  await actions.readFiles('activity', [file('two.zip')])
  expect(forgotten).toEqual(['two.zip', 'two.zip'])
  deps.inference.assessRecording = assessRecording
  await actions.readFiles('activity', [file('two.zip')])
  expect(forgotten.slice(2)).toEqual(['one.zip'])
  actions.removeRecording('activity')
  expect(forgotten.slice(3)).toEqual(['two.zip'])
})

test('the sample data go the way of dropped files', async () => {
  const { actions, answers, store } = openStudio()
  answers.recordings.set('sample-e4.zip', [wearableRecording('sample-e4.zip')])
  answers.recordings.set('sample-phone.zip', [motionRecording('sample-phone.zip')])
  await actions.trySamples()
  expect(store.getState().sample.phase).toBe('idle')
  expect(Object.keys(store.getState().userState).toSorted()).toEqual(['activity', 'cadence', 'stress'])
})

test('a backend that fails leaves the one that runs, and says why', async () => {
  const { actions, store } = openStudio()
  await actions.startBackend()
  await actions.chooseBackend('cpu')
  expect(store.getState().backend).toMatchObject({ phase: 'ready', report: { chosen: 'cpu', isByHand: true } })
  await actions.chooseBackend('webgpu')
  expect(store.getState().backend).toMatchObject({ phase: 'ready', report: { chosen: 'cpu' }, problem: { code: 'INFERENCE_FAILED' } })
})

test('models that did not start are tried again with the next wish', async () => {
  const { actions, answers, store } = openStudio()
  answers.startError = new AppError('MODEL_UNREACHABLE', 'No models.')
  actions.sayOwnWord({ mood: 'happy' })
  await settle()
  expect(store.getState().vector).toMatchObject({ phase: 'failed', problem: { code: 'MODEL_UNREACHABLE' } })
  answers.startError = undefined
  actions.retryFusion()
  await settle()
  expect(store.getState().vector.phase).toBe('ready')
})
