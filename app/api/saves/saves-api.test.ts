import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

import { tokenMark } from '@/e2e/fake-spotify/state'
import { saveListSchema, saveSchema, type Save } from '@/lib/contracts/save-api'
import { songIdAt } from '@/lib/core/songs/song-at'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { errorOf, requestOf, spotifyUrl, startRouteWorld, type Browser } from '@/lib/server/spotify/route-test-support'

import { GET as readSongs } from '../spotify/songs/route'

import { GET as readOne } from './[saveId]/route'
import { POST as resume } from './[saveId]/resume/route'
import { GET, POST } from './route'

// On a machine with other work a real database and real pauses take their time.
vi.setConfig({ testTimeout: 60_000 })

let world: Awaited<ReturnType<typeof startRouteWorld>>
let songIds: readonly string[] = []

// One server for all tests; each has listeners of its own.
beforeAll(async () => {
  world = await startRouteWorld()
  const songIndex = await loadSongIndex()
  songIds = Array.from({ length: 60 }, (_, index) => songIdAt(songIndex, index * 100))
})
beforeEach(() => world.fake.reset())
afterAll(() => world.stop())

async function storePlaylist({ listenerId }: { readonly listenerId: string }, songCount = 50): Promise<string> {
  const playlistId = randomUUID()
  const songs = songIds.slice(0, songCount).map((songId, position) => ({ songId, position, scoreParts: {} }))
  await world.db.playlist.create({ data: { id: playlistId, listenerId, wishes: {}, songs: { create: songs } } })
  return playlistId
}

/** Asks the route handlers as Next would. */
async function call(browser: Browser, method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
  const request = requestOf(browser, method, path, body)
  const [, saveId, isResume] = /^\/api\/saves\/([^/?]+)(\/resume)?/.exec(path) ?? []
  if (saveId === undefined) return method === 'POST' ? POST(request) : GET(request)
  const params = Promise.resolve({ saveId })
  return isResume === undefined ? readOne(request, { params }) : resume(request, { params })
}

const wish = (playlistId: string, rest: object = {}) => ({
  playlistId,
  mode: 'new',
  name: 'To calm',
  description: 'For a slow evening.',
  ...rest,
})

async function save(browser: Browser, body: object): Promise<Save> {
  const response = await call(browser, 'POST', '/api/saves', body)
  expect(response.status).toBe(201)
  return saveSchema.parse(await response.json())
}

async function readSave(browser: Browser, saveId: string): Promise<Save> {
  return saveSchema.parse(await (await call(browser, 'GET', `/api/saves/${saveId}`)).json())
}

/** Waits for a save to come to a phase. */
function reach(browser: Browser, saveId: string, phase: Save['state']['phase']): Promise<Save> {
  return vi.waitFor(
    async () => {
      const reached = await readSave(browser, saveId)
      expect(reached.state.phase).toBe(phase)
      return reached
    },
    { timeout: 40_000, interval: 50 },
  )
}

const coverJpegBase64 = `/9j/${'A'.repeat(400)}`

describe('saving a playlist', () => {
  test('records the wish, writes fifty songs and the cover in four calls, and tells where they are', async () => {
    const ada = await world.signIn()
    const playlistId = await storePlaylist(ada)
    const { saveId, state } = await save(ada, wish(playlistId, { coverJpegBase64 }))
    expect(state).toEqual({ phase: 'waiting' })
    const done = await reach(ada, saveId, 'done')
    const [playlist] = world.fake.state.playlists.values()
    expect(done.state).toEqual({
      phase: 'done',
      result: {
        spotifyPlaylistId: playlist?.playlistId,
        spotifyUrl: `${spotifyUrl}/playlist/${playlist?.playlistId}`,
        songCount: 50,
        isUpdate: false,
        replaced: [],
        leftOut: [],
      },
    })
    expect(playlist).toMatchObject({ name: 'To calm', songIds: songIds.slice(0, 50), isPublic: false, coverBase64: coverJpegBase64 })
    expect(world.fake.state.calls).toHaveLength(4)
    expect(world.fake.state.violations).toEqual([])
  })

  test('writes over the same playlist, or makes another, as the listener chooses', async () => {
    const ada = await world.signIn()
    const playlistId = await storePlaylist(ada, 12)
    const first = await save(ada, wish(playlistId, { mode: 'update' }))
    const { state: firstState } = await reach(ada, first.saveId, 'done')
    await world.db.playlistSong.deleteMany({ where: { playlistId, position: { gte: 7 } } })
    const second = await save(ada, wish(playlistId, { mode: 'update', name: 'Shorter' }))
    const { state: secondState } = await reach(ada, second.saveId, 'done')
    expect(world.fake.state.playlists.size).toBe(1)
    expect([...world.fake.state.playlists.values()][0]).toMatchObject({ name: 'Shorter', songIds: songIds.slice(0, 7) })
    expect(firstState).toMatchObject({ result: { isUpdate: false } })
    expect(secondState).toMatchObject({ result: { isUpdate: true, songCount: 7 } })
    const third = await save(ada, wish(playlistId, { mode: 'new' }))
    await reach(ada, third.saveId, 'done')
    expect(world.fake.state.playlists.size).toBe(2)
    const { saves } = saveListSchema.parse(await (await call(ada, 'GET', `/api/saves?playlistId=${playlistId}`)).json())
    expect(saves.map(({ saveId }) => saveId)).toEqual([third.saveId, second.saveId, first.saveId])
  })

  test('in two tabs at once makes one playlist for each wish, and one for the same wish sent twice', async () => {
    const ada = await world.signIn()
    const playlistId = await storePlaylist(ada, 10)
    const saveId = randomUUID()
    const bodies = [wish(playlistId), wish(playlistId), wish(playlistId, { saveId }), wish(playlistId, { saveId })]
    const saves = await Promise.all(bodies.map((body) => save(ada, body)))
    for (const made of saves) await reach(ada, made.saveId, 'done')
    expect(world.fake.state.playlists.size).toBe(3)
    for (const playlist of world.fake.state.playlists.values()) expect(playlist.songIds).toEqual(songIds.slice(0, 10))
  })

  test('in two tabs whose token has ended makes one playlist each and renews the token once', async () => {
    const ada = await world.signIn()
    await world.db.account.updateMany({ where: { user: { listenerId: ada.listenerId } }, data: { accessExpiresAt: new Date(0) } })
    const playlistIds = [await storePlaylist(ada, 10), await storePlaylist(ada, 12)]
    // Each tab saves its playlist and shows its songs.
    const [saves] = await Promise.all([
      Promise.all(playlistIds.map((playlistId) => save(ada, wish(playlistId)))),
      ...[0, 20].map((start) => readSongs(requestOf(ada, 'GET', `/api/spotify/songs?ids=${songIds.slice(start, start + 10).join()}`))),
    ])
    for (const { saveId } of saves) await reach(ada, saveId, 'done')
    const written = [...world.fake.state.playlists.values()].map((playlist) => playlist.songIds)
    expect(written.toSorted((a, b) => a.length - b.length)).toEqual([songIds.slice(0, 10), songIds.slice(0, 12)])
    expect(world.fake.state.calls.filter(({ call }) => call === 'token')).toEqual([{ call: 'token', status: 200 }])
  })

  test('in two tabs that both write over makes one playlist in all', async () => {
    const ada = await world.signIn()
    const playlistId = await storePlaylist(ada, 10)
    const saves = await Promise.all([1, 2].map(() => save(ada, wish(playlistId, { mode: 'update' }))))
    for (const made of saves) await reach(ada, made.saveId, 'done')
    expect([...world.fake.state.playlists.values()].map((playlist) => playlist.songIds)).toEqual([songIds.slice(0, 10)])
  })

  test('replaces what cannot be played here by the nearest songs that can, and says so', async () => {
    const ada = await world.signIn()
    const playlistId = await storePlaylist(ada, 30)
    const [gone = '', abroad = ''] = [songIds[3], songIds[20]]
    world.fake.state.goneSongIds.add(gone)
    world.fake.state.restrictions.set(abroad, 'market')
    world.fake.state.relinkedSongIds.set(songIds[5] ?? '', '9'.repeat(22))
    const { saveId } = await save(ada, wish(playlistId))
    const { state } = await reach(ada, saveId, 'done')
    const written = [...world.fake.state.playlists.values()][0]?.songIds ?? []
    expect(written).toHaveLength(30)
    expect(new Set(written).size).toBe(30)
    expect(written.filter((songId, index) => songId !== songIds[index])).toEqual([written[3], written[20]])
    expect(state).toMatchObject({
      result: {
        songCount: 30,
        leftOut: [],
        replaced: expect.arrayContaining([
          expect.objectContaining({
            song: expect.objectContaining({ songId: gone }),
            by: expect.objectContaining({ songId: written[3] }),
            reason: 'gone',
          }),
          expect.objectContaining({
            song: expect.objectContaining({ songId: abroad }),
            by: expect.objectContaining({ songId: written[20] }),
            reason: 'not-in-your-country',
          }),
        ]) as unknown,
      },
    })
  })

  test('waits for the listener where Spotify no longer accepts the connection, and goes on when told', async () => {
    const ada = await world.signIn()
    const { saveId } = await save(ada, wish(await storePlaylist(ada)))
    await reach(ada, saveId, 'done')
    world.fake.faults.add({ kind: 'not-registered', call: 'createPlaylist' })
    const { saveId: secondId } = await save(ada, wish(await storePlaylist(ada)))
    const paused = await reach(ada, secondId, 'paused')
    expect(paused.state).toMatchObject({ code: 'SPOTIFY_NOT_ALLOWED' })
    expect(paused.state).not.toHaveProperty('resumeAtMs')
    expect((await call(ada, 'POST', `/api/saves/${secondId}/resume`)).status).toBe(200)
    await reach(ada, secondId, 'done')
  })
})

describe('what is refused', () => {
  test('a save without signing in, and one with the cookies of two listeners', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const ada = await world.signIn()
    const playlistId = await storePlaylist(ada)
    const ben = await world.signIn('ben')
    const [listenerCookie] = ada.cookie.split('; ')
    const [, otherSession] = ben.cookie.split('; ')
    expect(await errorOf(await call({ cookie: listenerCookie ?? '' }, 'POST', '/api/saves', wish(playlistId)))).toMatchObject({
      status: 401,
      code: 'SPOTIFY_NOT_CONNECTED',
    })
    expect(
      await errorOf(await call({ cookie: `${listenerCookie}; ${otherSession}` }, 'POST', '/api/saves', wish(playlistId))),
    ).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    })
  })

  test('a playlist and a save of somebody else, as if there were none; the log tells of it without a secret', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const ada = await world.signIn()
    const ben = await world.signIn('ben')
    const { saveId } = await save(ada, wish(await storePlaylist(ada, 5)))
    await reach(ada, saveId, 'done')
    const attempts: readonly (readonly ['GET' | 'POST', string, object?])[] = [
      ['POST', '/api/saves', wish(await storePlaylist(ada, 5))],
      ['POST', '/api/saves', wish(await storePlaylist(ben, 5), { saveId })],
      ['GET', `/api/saves/${saveId}`],
      ['POST', `/api/saves/${saveId}/resume`],
    ]
    for (const attempt of attempts) expect(await errorOf(await call(ben, ...attempt))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(warn).toHaveBeenCalledTimes(attempts.length)
    expect(warn.mock.calls.join()).not.toContain(tokenMark)
    expect(warn.mock.calls.join()).toContain('Refused: GET /api/saves/')
  })

  test('a name of ten thousand characters with control codes, which the log does not repeat', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const ada = await world.signIn()
    const name = 'x\u0007'.repeat(5_000)
    expect(await errorOf(await call(ada, 'POST', '/api/saves', wish(await storePlaylist(ada), { name })))).toEqual({
      status: 400,
      code: 'INVALID_REQUEST',
      message: 'name: expected 1 to 100 printable characters, found 9999',
    })
    expect(warn.mock.calls).toEqual([['Refused: POST /api/saves (INVALID_REQUEST)']])
  })
})

test('no token is in any reply or in the log, whatever Spotify does', async () => {
  const logged = (['error', 'warn'] as const).map((level) => vi.spyOn(console, level).mockImplementation(() => undefined))
  const replies: string[] = []
  for (const kind of ['insufficient-scope', 'server-error', 'cut-before', 'html-body'] as const) {
    const ada = await world.signIn()
    world.fake.faults.add({ kind })
    const { saveId } = await save(ada, wish(await storePlaylist(ada, 5)))
    replies.push(JSON.stringify(await reach(ada, saveId, 'paused')))
  }
  expect(replies.join()).not.toContain(tokenMark)
  expect(JSON.stringify(logged.map((spy) => spy.mock.calls))).not.toContain(tokenMark)
})
