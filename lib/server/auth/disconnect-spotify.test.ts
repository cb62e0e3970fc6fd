import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

import { createClient } from '@libsql/client/sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Db } from '../db'

import { disconnectSpotify } from './disconnect-spotify'
import { hashSessionToken } from './session-token'
import { makeTestDatabase, storeConnectedListener } from './test-support'

/** Words that stand in what Spotify gave of a listener, and nowhere else. */
const marksOf = (listenerId: string) => [
  `spotify-user-of-${listenerId}`,
  `name-of-${listenerId}`,
  `save-of-${listenerId}`,
  `playlist-at-spotify-of-${listenerId}`,
  `read-for-${listenerId}`,
  `song-of-${listenerId}`,
]

describe('disconnecting Spotify', () => {
  let database: Awaited<ReturnType<typeof makeTestDatabase>>
  let db: Db
  beforeAll(async () => {
    database = await makeTestDatabase()
    db = database.open()
    for (const listenerId of ['ada', 'eve']) await storeEverything(listenerId)
  })
  afterAll(() => database.remove())

  async function storeEverything(listenerId: string): Promise<void> {
    await storeConnectedListener(db, listenerId, { refreshToken: `refresh-token-of-${listenerId}` })
    const { id: userId } = await db.user.update({ where: { listenerId }, data: { name: `name-of-${listenerId}` } })
    await db.session.create({
      data: { sessionToken: hashSessionToken(listenerId), userId, expires: new Date(Date.now() + 60_000) },
    })
    const { id: playlistId } = await db.playlist.create({ data: { id: `made-by-${listenerId}`, listenerId, wishes: {} } })
    await db.saveJob.create({
      data: {
        id: `save-of-${listenerId}`,
        listenerId,
        playlistId,
        mode: 'new',
        name: `name-of-${listenerId}`,
        description: '',
        isPublic: false,
        cover: Buffer.from(`cover-of-${listenerId}`.repeat(2000)),
        progress: {},
        status: 'done',
        spotifyPlaylistId: `playlist-at-spotify-of-${listenerId}`,
      },
    })
    // As a save writes: what an update replaces stays in the file's free pages.
    await db.saveJob.update({ where: { id: `save-of-${listenerId}` }, data: { cover: null, progress: { step: 'end' } } })
    await db.libraryRead.create({
      data: { listenerId, startedAt: new Date(), source: 'top', offset: 1, problem: `read-for-${listenerId}` },
    })
    await db.librarySong.create({ data: { listenerId, songId: `song-of-${listenerId}`, seenAt: new Date() } })
    await db.saveLease.create({ data: { listenerId, ownerId: `save-of-${listenerId}`, until: new Date() } })
  }

  /** Every cell of every table, in one text. */
  async function readEveryTable(): Promise<string> {
    const client = createClient({ url: database.databaseUrl })
    try {
      const tables = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
      const rows = await Promise.all(tables.rows.map(({ name }) => client.execute(`SELECT * FROM ${JSON.stringify(name)}`)))
      return JSON.stringify(rows.map((result) => result.rows.map((row) => Object.values(row))))
    } finally {
      client.close()
    }
  }

  /** The bytes of the database and of its log. */
  const readFiles = () =>
    readdirSync(database.folder)
      .map((name) => readFileSync(path.join(database.folder, name), 'latin1'))
      .join('')

  test('leaves nothing of the account in any table and no byte of it in the files, and nobody else is touched', async () => {
    const sealed = await db.account.findFirstOrThrow({ where: { user: { listenerId: 'ada' } } })
    const marks = [...marksOf('ada'), sealed.sealedAccessToken ?? '', sealed.sealedRefreshToken ?? '', hashSessionToken('ada')]
    const before = await readEveryTable()
    for (const mark of marks) expect(before).toContain(mark)

    expect(readFiles(), 'what an update replaced').toContain('cover-of-ada')

    await disconnectSpotify(db, 'ada')

    const [tables, files] = [await readEveryTable(), readFiles()]
    for (const mark of [...marks, 'cover-of-ada']) {
      expect(tables).not.toContain(mark)
      expect(files).not.toContain(mark)
    }
    for (const mark of marksOf('eve')) expect(tables).toContain(mark)
    expect(await db.playlist.count({ where: { listenerId: 'ada' } }), 'what she made in Attune').toBe(1)
  })

  test('is nothing to somebody who is not connected', async () => {
    await expect(disconnectSpotify(db, 'nobody')).resolves.toBeUndefined()
  })
})
