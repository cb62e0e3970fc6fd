import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

import { madeUpId } from '@/lib/core/songs/test-support'
import { playerSchema } from '@/lib/contracts/player-api'
import { spotifyLibrarySchema, type SpotifyLibrary } from '@/lib/contracts/spotify-library-api'
import { spotifySongsSchema } from '@/lib/contracts/spotify-songs-api'
import { disconnectSpotify } from '@/lib/server/auth/disconnect-spotify'
import { readListenerLibrary } from '@/lib/server/playlists/read-listener-library'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { readFamiliarSongIds } from '@/lib/server/spotify/library/library-reads'
import { errorOf, requestOf, spotifyUrl, startRouteWorld, type Browser } from '@/lib/server/spotify/route-test-support'
import { startProgress } from '@/lib/server/spotify/save/save-progress'
import { madeUpJob, storeSaveJob } from '@/lib/server/spotify/save/test-support'
import { forgetSongs, recallSong } from '@/lib/server/spotify/songs/song-metadata'

import { GET as readArtwork } from './artwork/[songId]/route'
import { DELETE as forgetLibrary, GET as readLibrary, POST as askLibrary } from './library/route'
import { GET as readPlayer, POST as play } from './player/route'
import { GET as readSongs } from './songs/route'

// On a machine with other work a real database and real pauses take their time.
vi.setConfig({ testTimeout: 60_000 })

let world: Awaited<ReturnType<typeof startRouteWorld>>
beforeAll(async () => {
  world = await startRouteWorld()
})
beforeEach(() => world.fake.reset())
afterAll(() => world.stop())

const callsOf = (name: string) => world.fake.state.calls.filter(({ call }) => call === name).length

describe('what Spotify shows of songs', () => {
  async function songsOf(browser: Browser, songIds: readonly string[]) {
    const response = await readSongs(requestOf(browser, 'GET', `/api/spotify/songs?ids=${songIds.join()}`))
    expect(response.status).toBe(200)
    return spotifySongsSchema.parse(await response.json())
  }

  test('tells title, link and picture, and what cannot be played and why; it is asked for once', async () => {
    const ada = await world.signIn()
    const [here = '', abroad = '', gone = ''] = [1, 2, 3].map(madeUpId)
    world.fake.state.restrictions.set(abroad, 'market')
    world.fake.state.goneSongIds.add(gone)
    const first = await songsOf(ada, [here, abroad, gone])
    expect(first.songs).toEqual([
      {
        songId: here,
        isPlayable: true,
        title: `Song ${here}`,
        artists: ['An artist'],
        album: 'An album',
        isExplicit: false,
        spotifyUrl: `${spotifyUrl}/track/${here}`,
        artworkUrl: `/api/spotify/artwork/${here}`,
      },
      expect.objectContaining({ songId: abroad, isPlayable: false, reason: 'not-in-your-country' }),
      { songId: gone, isPlayable: false, reason: 'gone' },
    ])
    expect(await songsOf(ada, [here, abroad, gone])).toEqual(first)
    expect(callsOf('getTrack')).toBe(3)
  })

  test('is told to each listener by their own account', async () => {
    const [ada, ben] = [await world.signIn(), await world.signIn('ben')]
    await songsOf(ada, [madeUpId(1)])
    await songsOf(ben, [madeUpId(1)])
    expect(callsOf('getTrack')).toBe(2)
  })

  test('is forgotten when the listener disconnects', async () => {
    const ada = await world.signIn()
    await songsOf(ada, [madeUpId(1)])
    expect(recallSong(ada.listenerId, madeUpId(1))).toBeDefined()
    await disconnectSpotify(world.db, ada.listenerId)
    expect(recallSong(ada.listenerId, madeUpId(1))).toBeUndefined()
  })

  test('comes with a picture that this server fetches, so that the page loads nothing from elsewhere', async () => {
    const ada = await world.signIn()
    const request = requestOf(ada, 'GET', `/api/spotify/artwork/${madeUpId(1)}`)
    const response = await readArtwork(request, { params: Promise.resolve({ songId: madeUpId(1) }) })
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(response.headers.get('cache-control')).toBe('private, max-age=600')
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100)
  })

  test('stops at a limit of Spotify’s, tells what it knows and when to ask again, and asks no more until then', async () => {
    const ada = await world.signIn()
    world.fake.faults.add({ kind: 'rate-limited', call: 'getTrack', skipCount: 4, times: 20 })
    const songIds = Array.from({ length: 20 }, (_, index) => madeUpId(index + 1))
    const { songs, retryAtMs } = await songsOf(ada, songIds)
    expect(songs.map(({ songId }) => songId)).toEqual(songIds.slice(0, 4))
    expect(retryAtMs).toBeGreaterThan(Date.now())
    const callCount = callsOf('getTrack')
    expect((await songsOf(ada, songIds)).songs).toEqual(songs)
    expect(callsOf('getTrack')).toBe(callCount)
    forgetSongs(ada.listenerId)
  })
})

describe('the listener’s library at Spotify', () => {
  const reach = (browser: Browser, state: SpotifyLibrary['state']) =>
    vi.waitFor(
      async () => {
        const library = spotifyLibrarySchema.parse(await (await readLibrary(requestOf(browser, 'GET', '/api/spotify/library'))).json())
        expect(library.state).toBe(state)
        return library
      },
      { timeout: 40_000, interval: 50 },
    )
  const ask = (browser: Browser) => askLibrary(requestOf(browser, 'POST', '/api/spotify/library'))
  const giveSongs = (savedCount: number, topSongIds: readonly string[]) =>
    Object.assign(world.fake.state.users.get('ada') ?? {}, {
      savedSongIds: Array.from({ length: savedCount }, (_, index) => madeUpId(index + 1)),
      topSongIds,
    })

  test('is not read before the listener says so', async () => {
    const ada = await world.signIn()
    await reach(ada, 'none')
    expect(world.fake.state.calls).toEqual([])
  })

  test('is read page by page, saved and most played songs, through limits and faults, each song once', async () => {
    const ada = await world.signIn()
    giveSongs(434, [madeUpId(7), madeUpId(5_000)])
    for (const kind of ['rate-limited', 'html-body'] as const) {
      world.fake.faults.add({ kind, call: 'getSavedTracks', skipCount: 2, retryAfterSec: 0.05 })
    }
    expect((await ask(ada)).status).toBe(202)
    expect(await reach(ada, 'done')).toMatchObject({ songCount: 435 })
    const familiar = await readFamiliarSongIds(world.db, ada.listenerId)
    expect(familiar.size).toBe(435)
    expect(familiar.has(madeUpId(5_000))).toBe(true)
    const whose = { listenerId: ada.listenerId, catalogue: await loadSongIndex() }
    const library = await readListenerLibrary(world.db, whose, { familiarity: 'new' })
    expect(new Set(library?.songIds)).toEqual(familiar)
    expect(await readListenerLibrary(world.db, whose, {})).toBeUndefined()
    expect(world.fake.state.violations).toEqual([])
  })

  test('read anew forgets what is no longer in it', async () => {
    const ada = await world.signIn()
    giveSongs(60, [])
    await ask(ada)
    await reach(ada, 'done')
    giveSongs(10, [])
    await ask(ada)
    await vi.waitFor(async () => expect(await readFamiliarSongIds(world.db, ada.listenerId)).toHaveLength(10), { timeout: 40_000 })
  })

  test('waits for the listener where a permission is missing, and is deleted at their word or with the connection', async () => {
    const ada = await world.signIn()
    giveSongs(60, [])
    world.fake.faults.add({ kind: 'insufficient-scope', call: 'getSavedTracks', skipCount: 1 })
    await ask(ada)
    expect(await reach(ada, 'paused')).toMatchObject({ readCount: 50, code: 'SPOTIFY_RECONNECT' })
    expect((await forgetLibrary(requestOf(ada, 'DELETE', '/api/spotify/library'))).status).toBe(204)
    await reach(ada, 'none')
    await ask(ada)
    await reach(ada, 'done')
    await disconnectSpotify(world.db, ada.listenerId)
    expect((await readFamiliarSongIds(world.db, ada.listenerId)).size).toBe(0)
  })
})

describe('playing', () => {
  const post = (browser: Browser, body: object) => play(requestOf(browser, 'POST', '/api/spotify/player', body))

  /** A save that is done, as the tests of saves make it. */
  async function storeDoneSave(listenerId: string, spotifyPlaylistId: string): Promise<string> {
    const saveId = randomUUID()
    const progress = { ...startProgress([]), step: 'end' as const, spotifyPlaylistId, spotifyUrl }
    await storeSaveJob(world.db, madeUpJob(0, { saveId, listenerId, playlistId: randomUUID(), progress, status: 'done' }))
    return saveId
  }

  test('starts what a save made on a device, and adds songs behind it', async () => {
    const ada = await world.signIn()
    const saveId = await storeDoneSave(ada.listenerId, madeUpId(42))
    const { devices } = playerSchema.parse(await (await readPlayer(requestOf(ada, 'GET', '/api/spotify/player'))).json())
    expect(devices).toEqual([{ deviceId: 'kitchen', name: 'Kitchen speaker', kind: 'Speaker', isActive: false }])
    expect((await post(ada, { action: 'play', saveId, deviceId: 'kitchen' })).status).toBe(204)
    expect((await post(ada, { action: 'queue', songId: madeUpId(3) })).status).toBe(204)
    expect(world.fake.state.played).toEqual([{ contextUri: `spotify:playlist:${madeUpId(42)}`, deviceId: 'kitchen' }])
    expect(world.fake.state.queuedUris).toEqual([`spotify:track:${madeUpId(3)}`])
  })

  test('says what is missing: a device, Premium, or a save of one’s own', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const [ada, ben] = [await world.signIn(), await world.signIn('ben')]
    const saveId = await storeDoneSave(ada.listenerId, madeUpId(42))
    expect(await errorOf(await post(ada, { action: 'play', saveId }))).toMatchObject({ status: 409, code: 'SPOTIFY_NO_DEVICE' })
    expect(await errorOf(await post(ben, { action: 'queue', songId: madeUpId(1) }))).toMatchObject({
      status: 403,
      code: 'SPOTIFY_PREMIUM_REQUIRED',
    })
    expect(await errorOf(await post(ben, { action: 'play', saveId }))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })
})
