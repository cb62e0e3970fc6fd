import { readFileSync } from 'node:fs'

import { NextRequest } from 'next/server'
import { describe, expect, test, vi } from 'vitest'

import { librarySchema, lookUpReplySchema, packLibrary } from '@/lib/contracts/library-api'
import { errorReplySchema, playlistSchema } from '@/lib/contracts/playlist-api'
import { openSongIndex } from '@/lib/core/songs/open-song-index'
import type { Song } from '@/lib/core/songs/song'
import { songAt } from '@/lib/core/songs/song-at'
import { madeUpVector, seededNumbers } from '@/lib/core/songs/test-support'
import { writeSongIndex, type PlacedSong } from '@/lib/core/songs/write-song-index'
import { keepCookie, stopServer, withFreshDatabase, type Browser } from '@/lib/server/test-support'

const origin = 'http://127.0.0.1:3000'
const catalogue = openSongIndex(readFileSync('public/models/song-index-v2/song-index.bin'))
const { spaceId } = catalogue
/** Songs of the catalogue far apart, which are by different artists. */
const catalogueSongs = Array.from({ length: 60 }, (_, number) => songAt(catalogue, 311 + number * 800))

const folderOfTest = withFreshDatabase()

const routes = {
  '/api/library': () => import('./route'),
  '/api/library/lookup': () => import('./lookup/route'),
  '/api/library/features': () => import('./features/route'),
  '/api/playlists': () => import('../playlists/route'),
}

/** Asks a route handler as Next would, and keeps the cookie that it sets. */
async function call(
  browser: Browser,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  apiPath: keyof typeof routes,
  body?: object | Uint8Array<ArrayBuffer>,
) {
  const isBinary = body instanceof Uint8Array
  const request = new NextRequest(`${origin}${apiPath}`, {
    method,
    headers: {
      host: '127.0.0.1:3000',
      ...(body === undefined ? {} : { 'content-type': isBinary ? 'application/octet-stream' : 'application/json' }),
      ...(browser.cookie === undefined ? {} : { cookie: browser.cookie }),
    },
    ...(body === undefined ? {} : { body: isBinary ? body : JSON.stringify(body) }),
  })
  const handlers: Partial<Record<typeof method, (request: NextRequest) => Promise<Response>>> = await routes[apiPath]()
  const response = await handlers[method]?.(request)
  if (response === undefined) throw new Error(`${apiPath} has no ${method}.`)
  keepCookie(browser, response)
  return response
}

const random = seededNumbers(11)
const ownId = (number: number) => `4${String(number).padStart(21, 'z')}`
/** Songs of one's own, by an artist each. */
const ownSongs = (count: number): PlacedSong[] =>
  Array.from({ length: count }, (_, number) => {
    const song: Song = {
      songId: ownId(number),
      title: `Own ${number}`,
      artists: [`Artist of my own ${number}`],
      artistGenres: [],
      durationMs: 200_000,
      features: { energy: 0.5, valence: 0.5 },
    }
    return { song, vector: madeUpVector(random) }
  })
const pack = (catalogueSongIds: readonly string[], own: readonly PlacedSong[] = [], space = spaceId) =>
  packLibrary({ catalogueSongIds: [...catalogueSongIds] }, own.length === 0 ? undefined : writeSongIndex(own, space))
const idsOf = (songs: readonly Song[]) => songs.map(({ songId }) => songId)
const [stateVector, goalVector] = [madeUpVector(random), madeUpVector(random)]
const playlistOf = (browser: Browser, wishes: object) => call(browser, 'POST', '/api/playlists', { stateVector, goalVector, wishes })
const errorOf = async (response: Response) => ({ status: response.status, ...errorReplySchema.parse(await response.json()).error })
const libraryOf = async (response: Response) => {
  expect(response.status).toBe(200)
  return librarySchema.parse(await response.json())
}

describe('a listener’s own music', () => {
  test('is kept, told, and gone after it was deleted, from the file as well', async () => {
    const browser: Browser = {}
    expect(await libraryOf(await call(browser, 'GET', '/api/library'))).toEqual({})
    const kept = await libraryOf(await call(browser, 'PUT', '/api/library', pack(idsOf(catalogueSongs), ownSongs(30))))
    expect(kept.kept).toMatchObject({ catalogueSongCount: 60, ownSongCount: 30, isOutdated: false })
    expect(await libraryOf(await call(browser, 'GET', '/api/library'))).toEqual(kept)
    expect(await libraryOf(await call({}, 'GET', '/api/library'))).toEqual({})
    expect((await call(browser, 'DELETE', '/api/library')).status).toBe(204)
    expect(await libraryOf(await call(browser, 'GET', '/api/library'))).toEqual({})
    await stopServer()
    expect(readFileSync(`${folderOfTest()}/attune.db`, 'latin1')).not.toContain('Artist of my own')
  })

  test('alone makes the playlist where only the library is wished: own songs and the catalogue’s', async () => {
    const browser: Browser = {}
    await call(browser, 'PUT', '/api/library', pack(idsOf(catalogueSongs), ownSongs(30)))
    const response = await playlistOf(browser, { songCount: 40, isOnlyLibrary: true })
    const { songs } = playlistSchema.parse(await response.json())
    const mine = new Set([...idsOf(catalogueSongs), ...ownSongs(30).map(({ song }) => song.songId)])
    expect(songs).toHaveLength(40)
    expect(songs.filter(({ song }) => !mine.has(song.songId))).toEqual([])
    const own = songs.filter(({ song }) => song.title.startsWith('Own '))
    expect(own.length).toBeGreaterThan(0)
    expect(own[0]?.song).toMatchObject({ artists: [expect.stringContaining('Artist of my own')], features: { energy: 0.5, valence: 0.5 } })
    expect(own[0]?.vector).toBeDefined()
  })

  test('is searched together with the catalogue where nothing is wished, and left out where new songs are', async () => {
    const browser: Browser = {}
    const own = ownSongs(20).map(({ song }) => ({ song, vector: stateVector }))
    await call(browser, 'PUT', '/api/library', pack([], own))
    const countOwn = async (wishes: object) => {
      const { songs } = playlistSchema.parse(
        await (await call(browser, 'POST', '/api/playlists', { stateVector, goalVector: stateVector, wishes })).json(),
      )
      return songs.filter(({ song }) => song.title.startsWith('Own ')).length
    }
    expect(await countOwn({ songCount: 25 })).toBeGreaterThan(10)
    expect(await countOwn({ songCount: 25, familiarity: 'familiar' })).toBeGreaterThan(10)
    expect(await countOwn({ songCount: 25, familiarity: 'new' })).toBe(0)
  })

  test('is in a stored playlist again after a restart, and is no longer known there once it was deleted', async () => {
    const browser: Browser = {}
    await call(browser, 'PUT', '/api/library', pack([], ownSongs(30)))
    const { playlistId, songs } = playlistSchema.parse(await (await playlistOf(browser, { songCount: 20, isOnlyLibrary: true })).json())
    await stopServer()
    const open = async () => {
      const { GET } = await import('../playlists/[playlistId]/route')
      const request = new NextRequest(`${origin}/api/playlists/${playlistId}`, {
        headers: { host: '127.0.0.1:3000', cookie: browser.cookie ?? '' },
      })
      return playlistSchema.parse(await (await GET(request, { params: Promise.resolve({ playlistId }) })).json())
    }
    expect((await open()).songs).toEqual(songs)
    await call(browser, 'DELETE', '/api/library')
    expect((await open()).songs.map(({ song }) => song.title)).toEqual(Array.from(songs, () => 'A song that is no longer known here'))
  })

  test('takes the place of what was imported before', async () => {
    const browser: Browser = {}
    await call(browser, 'PUT', '/api/library', pack(idsOf(catalogueSongs), ownSongs(30)))
    const library = await libraryOf(await call(browser, 'PUT', '/api/library', pack(idsOf(catalogueSongs.slice(0, 3)))))
    expect(library.kept).toMatchObject({ catalogueSongCount: 3, ownSongCount: 0 })
    expect(await errorOf(await playlistOf(browser, { songCount: 10, isOnlyLibrary: true }))).toMatchObject({
      status: 422,
      code: 'TOO_FEW_SONGS',
    })
  })

  test('of another song space is said to be outdated and not searched, while the catalogue’s songs still count', async () => {
    const browser: Browser = {}
    await call(browser, 'PUT', '/api/library', pack(idsOf(catalogueSongs), ownSongs(30)))
    await globalThis.attuneDb?.importedLibrary.updateMany({ data: { spaceId: 'another', importedAt: new Date(0) } })
    expect((await libraryOf(await call(browser, 'GET', '/api/library'))).kept).toMatchObject({ isOutdated: true, ownSongCount: 30 })
    const { songs } = playlistSchema.parse(await (await playlistOf(browser, { songCount: 20, isOnlyLibrary: true })).json())
    expect(songs.filter(({ song }) => song.title.startsWith('Own '))).toEqual([])
  })
})

describe('an import that cannot be used', () => {
  const own = ownSongs(3)
  const index = writeSongIndex(own, spaceId)
  /** The index with bytes written over, where its first vector or scale lies. */
  const spoiled = (spoil: (opened: ReturnType<typeof openSongIndex>) => void) => {
    const copy = index.slice()
    spoil(openSongIndex(copy))
    return copy
  }
  const short = own.map(({ song, vector }) => ({ song, vector: Array.from(vector).slice(0, 64) }))
  const [shared] = catalogueSongs
  const inCatalogue = own.map(({ song, vector }, number) => ({
    song: { ...song, songId: number === 0 ? (shared?.songId ?? '') : song.songId },
    vector,
  }))
  test.each([
    {
      what: 'vectors that are zero',
      body: () =>
        packLibrary(
          { catalogueSongIds: [] },
          spoiled(({ vectors }) => vectors.fill(0, 0, 128)),
        ),
      words: 'expected vectors of length 1, found one of length 0',
    },
    {
      what: 'a scale that is NaN',
      body: () =>
        packLibrary(
          { catalogueSongIds: [] },
          spoiled(({ scales }) => scales.fill(Number.NaN, 0, 1)),
        ),
      words: 'the scale of song 0 is NaN',
    },
    {
      what: 'vectors that are too long',
      body: () =>
        packLibrary(
          { catalogueSongIds: [] },
          spoiled(({ scales }) => scales.fill(1, 1, 2)),
        ),
      words: 'expected vectors of length 1',
    },
    {
      what: 'vectors of another length',
      body: () => packLibrary({ catalogueSongIds: [] }, writeSongIndex(short, spaceId)),
      words: 'expected vectors of 128 numbers, found 64',
    },
    {
      what: 'names outside of the part for the memory',
      body: () => packLibrary({ catalogueSongIds: [] }, writeSongIndex(own, spaceId, { isLarge: true })),
      words: 'expected all of the index in its part for the memory',
    },
    { what: 'vectors of another space', body: () => pack([], own, 'elsewhere'), words: 'another song space' },
    {
      what: 'an id that is none',
      body: () =>
        packLibrary(
          { catalogueSongIds: [] },
          spoiled(({ readSongIds }) => readSongIds(0, 3).fill(0x21)),
        ),
      words: 'expected ids of 22 letters and digits, found "!!!',
    },
    { what: 'a song of the catalogue as one’s own', body: () => pack([], inCatalogue), words: 'is a song of the catalogue' },
    { what: 'an unknown id as the catalogue’s', body: () => pack([ownId(1)]), words: `expected songs of the catalogue, found ${ownId(1)}` },
    { what: 'no song', body: () => pack([]), words: 'expected at least one song, found none' },
    {
      what: 'an index that breaks off',
      body: () => packLibrary({ catalogueSongIds: [] }, index.subarray(0, 300)),
      words: 'The song index cannot be read',
    },
    { what: 'a head that breaks off', body: () => pack(['x'.repeat(22)]).slice(0, 20), words: 'the body: expected a length' },
    { what: 'a body of two bytes', body: () => new Uint8Array(2), words: 'the body: expected a length' },
  ])('is refused whole, with what was found and what is expected: $what', async ({ body, words }) => {
    const browser: Browser = {}
    await call(browser, 'PUT', '/api/library', pack(idsOf(catalogueSongs)))
    const before = await libraryOf(await call(browser, 'GET', '/api/library'))
    expect(await errorOf(await call(browser, 'PUT', '/api/library', body()))).toMatchObject({
      status: 400,
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(words),
    })
    expect(await libraryOf(await call(browser, 'GET', '/api/library'))).toEqual(before)
  })

  test('is refused before it is read whole where it is too large', async () => {
    const { libraryLimitBytes } = await import('@/lib/contracts/library-api')
    const response = await call({}, 'PUT', '/api/library', new Uint8Array(libraryLimitBytes + 1))
    expect(await errorOf(response)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' })
  })
})

describe('the look-up', () => {
  const [first, second] = catalogueSongs
  test('finds songs by id, then by name, and says nothing of the others; nothing is stored', async () => {
    const body = {
      songs: [
        { songId: first?.songId },
        { songId: ownId(1) },
        { songId: ownId(2), name: { title: second?.title.toUpperCase(), artist: second?.artists[0] } },
        { name: { title: 'No such song anywhere', artist: 'Nobody' } },
      ],
    }
    const response = await call({}, 'POST', '/api/library/lookup', body)
    const { found } = lookUpReplySchema.parse(await response.json())
    expect(found.map(({ index }) => index)).toEqual([0, 2])
    expect(found[0]?.songId).toBe(first?.songId)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await globalThis.attuneDb?.listener.count()).toBeUndefined()
  })

  test.each([
    { what: 'no song', body: { songs: [] } },
    { what: 'too many', body: { songs: Array.from({ length: 1001 }, () => ({ songId: ownId(1) })) } },
    { what: 'neither id nor name', body: { songs: [{}] } },
    { what: 'an id that is none', body: { songs: [{ songId: 'x' }] } },
    { what: 'more than ids and names', body: { songs: [{ songId: ownId(1), mood: 'sad' }] } },
  ])('refuses $what', async ({ body }) => {
    expect(await errorOf(await call({}, 'POST', '/api/library/lookup', body))).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  })
})

describe('features by id', () => {
  test('are asked of nobody unless the operator named a service', async () => {
    expect(await errorOf(await call({}, 'POST', '/api/library/features', { songIds: [ownId(1)] }))).toMatchObject({ status: 404 })
    expect(await libraryOf(await call({}, 'GET', '/api/library'))).toEqual({})
  })

  test('come from the service that the operator named, which the page is told of', async () => {
    vi.stubEnv('FEATURES_URL', 'http://features.test/')
    const asked: string[] = []
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address)
      return Response.json({ content: [{ href: `https://open.spotify.com/track/${ownId(1)}`, energy: 0.5, valence: 0.25 }] })
    })
    expect(await libraryOf(await call({}, 'GET', '/api/library'))).toEqual({ featureHost: 'features.test' })
    const response = await call({}, 'POST', '/api/library/features', { songIds: [ownId(1), ownId(2)] })
    expect(await response.json()).toEqual({ songs: [{ songId: ownId(1), features: { energy: 0.5, valence: 0.25 } }] })
    expect(asked).toEqual([`http://features.test/v1/audio-features?ids=${ownId(1)},${ownId(2)}`])
    vi.unstubAllGlobals()
  })
})
