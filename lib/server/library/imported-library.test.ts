import { readFileSync } from 'node:fs'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { openSongIndex } from '@/lib/core/songs/open-song-index'
import { songIdAt } from '@/lib/core/songs/song-at'

import { joinListeners } from '../auth/join-listeners'
import { makeTestDatabase } from '../auth/test-support'
import type { Db } from '../db'

import { describeImport, keepImport, readImport } from './imported-library'

const catalogue = openSongIndex(readFileSync('public/models/song-index-v2/song-index.bin'))
const ids = (count: number) => Array.from({ length: count }, (_, position) => songIdAt(catalogue, position))

let database: Awaited<ReturnType<typeof makeTestDatabase>>
let db: Db
beforeEach(async () => {
  database = await makeTestDatabase()
  db = database.open()
})
afterEach(async () => {
  globalThis.attuneImports = undefined
  await database.remove()
})

const keep = (listenerId: string, songCount: number, nowMs: number) =>
  keepImport(db, catalogue, { listenerId, catalogueSongIds: ids(songCount), ownIndex: new Uint8Array(0), nowMs })
const countOf = async (listenerId: string) => (await describeImport(db, catalogue, listenerId)).kept?.catalogueSongCount

describe('the music of a listener who signs in', () => {
  test('goes over to the account’s listener, who had none', async () => {
    await keep('anonymous', 3, 1000)
    await db.listener.create({ data: { id: 'account' } })
    await joinListeners(db, { fromId: 'anonymous', intoId: 'account' })
    expect([await countOf('account'), await countOf('anonymous')]).toEqual([3, undefined])
    expect((await readImport(db, catalogue, 'account'))?.catalogueSongIds).toEqual(ids(3))
  })

  test('of two imports the newer one stays', async () => {
    await keep('older', 3, 1000)
    await keep('account', 5, 2000)
    await joinListeners(db, { fromId: 'older', intoId: 'account' })
    expect(await countOf('account')).toBe(5)
    await keep('newer', 4, 3000)
    await joinListeners(db, { fromId: 'newer', intoId: 'account' })
    expect(await countOf('account')).toBe(4)
  })
})

test('another import is read in place of the one that was held in memory', async () => {
  await keep('listener', 3, 1000)
  expect((await readImport(db, catalogue, 'listener'))?.catalogueSongIds).toHaveLength(3)
  await keep('listener', 7, 2000)
  expect((await readImport(db, catalogue, 'listener'))?.catalogueSongIds).toHaveLength(7)
  expect(await readImport(db, catalogue, 'nobody')).toBeUndefined()
})
