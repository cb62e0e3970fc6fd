import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { NextRequest } from 'next/server'
import { describe, expect, test, vi } from 'vitest'

import { errorReplySchema, playlistListSchema, playlistSchema, type Playlist } from '@/lib/contracts/playlist-api'
import { madeUpVector, seededNumbers } from '@/lib/core/songs/test-support'
import { keepCookie, stopServer, withFreshDatabase, type Browser } from '@/lib/server/test-support'

const origin = 'http://127.0.0.1:3000'

type Call = {
  readonly browser?: Browser
  readonly method?: string
  readonly path?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

const random = seededNumbers(1)
const [stateVector, goalVector] = [madeUpVector(random), madeUpVector(random)]
const requestOf = (wishes: object = {}) => ({ stateVector, goalVector, wishes })

const folderOfTest = withFreshDatabase()

/** Asks the route handlers as Next would, and keeps the cookie that they set. */
async function call({ browser = {}, method = 'GET', path: apiPath = '/api/playlists', body, headers = {} }: Call): Promise<Response> {
  const request = new NextRequest(`${origin}${apiPath}`, {
    method,
    headers: {
      host: '127.0.0.1:3000',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(browser.cookie === undefined ? {} : { cookie: browser.cookie }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const playlistId = /^\/api\/playlists\/([^/?]+)/.exec(apiPath)?.[1]
  const response = await (playlistId === undefined ? callMany(method, request) : callOne(method, request, playlistId))
  keepCookie(browser, response)
  return response
}

async function callMany(method: string, request: NextRequest): Promise<Response> {
  const { GET, POST } = await import('./route')
  return method === 'POST' ? POST(request) : GET(request)
}

async function callOne(method: string, request: NextRequest, playlistId: string): Promise<Response> {
  const { GET, PUT, PATCH, DELETE } = await import('./[playlistId]/route')
  const handlers = new Map([
    ['PUT', PUT],
    ['PATCH', PATCH],
    ['DELETE', DELETE],
  ])
  return (handlers.get(method) ?? GET)(request, { params: Promise.resolve({ playlistId }) })
}

async function make(browser: Browser, wishes: object = {}): Promise<Playlist> {
  const response = await call({ browser, method: 'POST', body: requestOf(wishes) })
  expect(response.status).toBe(201)
  return playlistSchema.parse(await response.json())
}

async function list(browser: Browser, query = '') {
  const response = await call({ browser, path: `/api/playlists${query}` })
  expect(response.status).toBe(200)
  return playlistListSchema.parse(await response.json())
}

async function errorOf(response: Response) {
  return { status: response.status, ...errorReplySchema.parse(await response.json()).error }
}

const idsOf = (playlist: Playlist) => playlist.songs.map(({ song }) => song.songId)

describe('making a playlist', () => {
  test('answers with as many songs as wished, where it lies, and how long the plan took', async () => {
    const response = await call({ method: 'POST', body: requestOf({ songCount: 12, seed: 3 }) })
    const json: unknown = await response.json()
    const playlist = playlistSchema.parse(json)
    expect(playlist).toEqual(json)
    expect(response.status).toBe(201)
    expect(new Set(idsOf(playlist)).size).toBe(12)
    expect(playlist.wishes).toEqual({ songCount: 12, seed: 3, excludedSongIds: [] })
    expect(response.headers.get('location')).toBe(`/api/playlists/${playlist.playlistId}`)
    expect(response.headers.get('server-timing')).toMatch(/^plan;dur=\d+\.\d$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('gives the listener a cookie that scripts cannot read and other sites do not send', async () => {
    const response = await call({ method: 'POST', body: requestOf() })
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^attune-listener=[0-9a-f-]{36}\.[\w-]{43};/)
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=lax/i)
    expect(cookie).toMatch(/; Max-Age=34560000/)
  })

  test('keeps neither vector anywhere in the database', async () => {
    await make({})
    const stored = readdirSync(folderOfTest()).map((name) => readFileSync(path.join(folderOfTest(), name), 'latin1'))
    expect(stored.join()).toContain('songCount')
    expect(stored.join()).not.toMatch(/vector/i)
    for (const value of [...stateVector, ...goalVector]) expect(stored.join()).not.toContain(String(value).slice(0, 12))
  })
})

describe('what was made', () => {
  test('is listed again after a restart, newest first, and opens with the same songs', async () => {
    const browser = {}
    const made = [await make(browser, { songCount: 5 }), await make(browser, { songCount: 7, seed: 9 })]
    await stopServer()
    const { playlists, nextCursor } = await list(browser)
    expect(playlists.map(({ playlistId, songCount }) => [playlistId, songCount])).toEqual([
      [made[1]?.playlistId, 7],
      [made[0]?.playlistId, 5],
    ])
    expect(playlists[0]?.firstSongs.map(({ songId }) => songId)).toEqual(made[1]?.songs.slice(0, 3).map(({ song }) => song.songId))
    expect(nextCursor).toBeUndefined()
    const opened = await call({ browser, path: `/api/playlists/${made[0]?.playlistId}` })
    expect(playlistSchema.parse(await opened.json())).toEqual(made[0])
  })

  test('is nobody else’s: another listener lists nothing and cannot open, change or delete it', async () => {
    const { playlistId, songs } = await make({})
    const stranger = {}
    await make(stranger, { songCount: 5 })
    const onePath = `/api/playlists/${playlistId}`
    const songIds = songs.map(({ song }) => song.songId)
    for (const browser of [stranger, {}]) {
      expect((await list(browser)).playlists.some((playlist) => playlist.playlistId === playlistId)).toBe(false)
      expect(await errorOf(await call({ browser, path: onePath }))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
      expect(await errorOf(await call({ browser, method: 'PUT', path: onePath, body: requestOf() }))).toMatchObject({ status: 404 })
      expect(await errorOf(await call({ browser, method: 'PATCH', path: onePath, body: { songIds } }))).toMatchObject({ status: 404 })
      expect(await errorOf(await call({ browser, method: 'DELETE', path: onePath }))).toMatchObject({ status: 404 })
    }
  })

  test('is not found by a cookie that was tampered with, which makes a new listener', async () => {
    const browser: Browser = {}
    await make(browser)
    const tampered: Browser = { cookie: `${browser.cookie?.slice(0, -2)}xx` }
    expect((await list(tampered)).playlists).toEqual([])
    await make(tampered)
    expect((await list(tampered)).playlists).toHaveLength(1)
    expect((await list(browser)).playlists).toHaveLength(1)
  })

  test('comes page by page, each once, also where the last of a page is deleted in between', async () => {
    const browser = {}
    const made: string[] = []
    for (let count = 0; count < 5; count++) made.unshift((await make(browser, { songCount: 5 })).playlistId)
    const first = await list(browser, '?limit=2')
    expect(first.playlists.map(({ playlistId }) => playlistId)).toEqual(made.slice(0, 2))
    expect((await call({ browser, method: 'DELETE', path: `/api/playlists/${made[1]}` })).status).toBe(204)
    const second = await list(browser, `?limit=2&cursor=${first.nextCursor}`)
    expect(second.playlists.map(({ playlistId }) => playlistId)).toEqual(made.slice(2, 4))
    const third = await list(browser, `?limit=2&cursor=${second.nextCursor}`)
    expect(third).toEqual({ playlists: [expect.objectContaining({ playlistId: made[4] })] })
  })

  test('keeps a song that a newer catalogue has no more', async () => {
    const browser = {}
    const { playlistId } = await make(browser, { songCount: 5 })
    const goneId = '0'.repeat(22)
    await globalThis.attuneDb?.playlistSong.update({
      where: { playlistId_position: { playlistId, position: 0 } },
      data: { songId: goneId },
    })
    const playlist = playlistSchema.parse(await (await call({ browser, path: `/api/playlists/${playlistId}` })).json())
    expect(playlist.songs).toHaveLength(5)
    expect(playlist.songs[0]?.song).toMatchObject({ songId: goneId, title: 'A song that is no longer known here' })
  })
})

describe('changing a playlist', () => {
  test('removing songs keeps the others in the order that was sent, and the removed ones away when it is planned anew', async () => {
    const browser = {}
    const made = await make(browser, { songCount: 10 })
    const [removedA, removedB, ...kept] = idsOf(made)
    const path = `/api/playlists/${made.playlistId}`
    const edited = playlistSchema.parse(await (await call({ browser, method: 'PATCH', path, body: { songIds: kept.toReversed() } })).json())
    expect(idsOf(edited)).toEqual(kept.toReversed())
    expect(edited.wishes.excludedSongIds).toEqual([removedA, removedB])

    // Same vectors, same seed, nothing excluded by the request: only what was removed may differ.
    const replanned = playlistSchema.parse(await (await call({ browser, method: 'PUT', path, body: requestOf({ songCount: 10 }) })).json())
    expect(idsOf(replanned)).toHaveLength(10)
    expect(idsOf(replanned)).not.toContain(removedA)
    expect(idsOf(replanned)).not.toContain(removedB)
    expect(replanned.playlistId).toBe(made.playlistId)
    expect(await (await call({ browser, path })).json()).toEqual(replanned)
  })

  test('planning anew gives another length', async () => {
    const browser = {}
    const made = await make(browser, { songCount: 20 })
    const response = await call({
      browser,
      method: 'PUT',
      path: `/api/playlists/${made.playlistId}`,
      body: requestOf({ songCount: 6, seed: 4 }),
    })
    expect(response.headers.get('server-timing')).toMatch(/^plan;dur=/)
    expect(idsOf(playlistSchema.parse(await response.json()))).toHaveLength(6)
    expect((await list(browser)).playlists).toEqual([expect.objectContaining({ songCount: 6 })])
  })

  test.each([
    ['a song of another playlist', (ids: string[]) => [...ids, '0'.repeat(22)]],
    ['a song twice', (ids: string[]) => [...ids, ...ids.slice(0, 1)]],
    ['no song at all', () => []],
  ])('refuses %s and leaves the playlist as it was', async (_, change) => {
    const browser = {}
    const made = await make(browser, { songCount: 5 })
    const path = `/api/playlists/${made.playlistId}`
    const refused = await call({ browser, method: 'PATCH', path, body: { songIds: change(idsOf(made)) } })
    expect(await errorOf(refused)).toMatchObject({ status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('songIds') })
    expect(await (await call({ browser, path })).json()).toEqual(made)
  })

  test('deleting it deletes its songs, once', async () => {
    const browser = {}
    const { playlistId } = await make(browser)
    expect((await call({ browser, method: 'DELETE', path: `/api/playlists/${playlistId}` })).status).toBe(204)
    expect((await call({ browser, method: 'DELETE', path: `/api/playlists/${playlistId}` })).status).toBe(404)
    expect(await globalThis.attuneDb?.playlistSong.count()).toBe(0)
  })
})

describe('a bad request', () => {
  test.each<[string, number, string, Call]>([
    ['is no JSON', 400, 'INVALID_REQUEST', { method: 'POST', body: 'hello' }],
    ['holds NaN', 400, 'INVALID_REQUEST', { method: 'POST', body: JSON.stringify(requestOf()).replace('[', '[NaN,') }],
    ['has a vector of the wrong length', 400, 'INVALID_REQUEST', { method: 'POST', body: { ...requestOf(), stateVector: [1] } }],
    ['has a vector of zeros', 400, 'INVALID_REQUEST', { method: 'POST', body: { ...requestOf(), goalVector: stateVector.map(() => 0) } }],
    ['has an unknown key', 400, 'INVALID_REQUEST', { method: 'POST', body: { ...requestOf(), frame: 'data:image/png' } }],
    ['is 80 kB large', 413, 'PAYLOAD_TOO_LARGE', { method: 'POST', body: ' '.repeat(80 * 1024) }],
    ['asks for a page of 1000', 400, 'INVALID_REQUEST', { path: '/api/playlists?limit=1000' }],
    ['has a cursor of its own making', 400, 'INVALID_REQUEST', { path: "/api/playlists?cursor=1' OR 1=1" }],
  ])('that %s is answered with %i %s, and nothing is stored', async (_, status, code, request) => {
    expect(await errorOf(await call(request))).toMatchObject({ status, code })
    expect((await globalThis.attuneDb?.listener.count()) ?? 0).toBe(0)
  })

  test('that comes from another site is refused and named in the log, and nothing is stored', async () => {
    const warn = vi.mocked(console.warn).mockImplementation(() => undefined)
    const reply = await call({ method: 'POST', body: requestOf(), headers: { origin: 'https://elsewhere.example' } })
    expect(await errorOf(reply)).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    expect((await globalThis.attuneDb?.listener.count()) ?? 0).toBe(0)
    expect(warn.mock.calls).toEqual([['Refused: POST /api/playlists (FORBIDDEN)']])
  })

  test('that is one too many is answered with 429 and when to try again', async () => {
    vi.stubEnv('REQUESTS_PER_MINUTE', '3')
    const browser = {}
    await make(browser, { songCount: 5 })
    for (let count = 0; count < 3; count++) await list(browser)
    const refused = await call({ browser })
    expect(refused.headers.get('retry-after')).toBe('20')
    expect(await errorOf(refused)).toMatchObject({ status: 429, code: 'RATE_LIMITED', message: expect.stringContaining('20 s') })
  })
})

test('a listener whose row is gone is stored again with the next playlist', async () => {
  const browser: Browser = {}
  await call({ browser, method: 'POST', body: requestOf({ songCount: 5 }) })
  await globalThis.attuneDb?.listener.deleteMany()
  expect((await call({ browser, method: 'POST', body: requestOf({ songCount: 5 }) })).status).toBe(201)
  expect(playlistListSchema.parse(await (await call({ browser })).json()).playlists).toHaveLength(1)
})

describe('wishes', () => {
  test('that leave too few songs are answered with what could be let go, and none is broken', async () => {
    const response = await call({ method: 'POST', body: requestOf({ genreFamilies: ['gospel'], yearFrom: 2018 }) })
    expect(response.status).toBe(422)
    const { error } = errorReplySchema.parse(await response.json())
    expect(error.code).toBe('TOO_FEW_SONGS')
    expect(error.relaxations?.[0]?.isEnough).toBe(true)
    expect(error.message).toContain(String(error.relaxations?.[0]?.songCount))
  })

  test('that contradict each other are refused with both sides of it', async () => {
    const response = await call({ method: 'POST', body: requestOf({ yearFrom: 1990, yearTo: 1980 }) })
    expect(response.status).toBe(400)
    expect(errorReplySchema.parse(await response.json()).error.message).toBe(
      'wishes.yearFrom: expected a year up to yearTo, found 1990 with yearTo 1980',
    )
  })

  test('for the library alone find nothing where there is no library, and say so', async () => {
    const response = await call({ method: 'POST', body: requestOf({ isOnlyLibrary: true }) })
    const { error } = errorReplySchema.parse(await response.json())
    expect(error.relaxations?.map(({ wish }) => wish)).toEqual(['library'])
  })
})
