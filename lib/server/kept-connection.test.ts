import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { migrate } from '@/scripts/migrate.mjs'

import { openDb, type Db } from './db'

let folder = ''
let db: Db

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'attune-kept-'))
  const databaseUrl = `file:${folder}/attune.db`
  await migrate({ databaseUrl, migrationsDir: path.join(process.cwd(), 'prisma/migrations') })
  db = openDb(databaseUrl)
})
afterEach(async () => {
  await db.$disconnect()
  await rm(folder, { recursive: true })
})

/** What a connection forgets when it is closed: its temporary tables. */
const countMarks = () => db.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS count FROM temp.mark`

it('keeps one connection through transactions of both kinds', async () => {
  await db.$executeRaw`CREATE TEMP TABLE mark (id INTEGER)`
  await db.$transaction([db.listener.create({ data: { id: 'one' } }), db.listener.create({ data: { id: 'other' } })])
  await db.$transaction(async (tables) => tables.listener.create({ data: { id: 'third' } }))
  await expect(countMarks()).resolves.toHaveLength(1)
  expect(await db.listener.count()).toBe(3)
})

it('takes back all of a transaction that fails, and goes on', async () => {
  const failing = db.$transaction([db.listener.create({ data: { id: 'one' } }), db.listener.create({ data: { id: 'one' } })])
  await expect(failing).rejects.toMatchObject({ code: 'P2002' })
  await expect(
    db.$transaction(async (tables) => {
      await tables.listener.create({ data: { id: 'two' } })
      throw new Error('on second thoughts')
    }),
  ).rejects.toThrow('on second thoughts')
  expect(await db.listener.count()).toBe(0)
  await db.listener.create({ data: { id: 'three' } })
  expect(await db.listener.findMany({ select: { id: true } })).toEqual([{ id: 'three' }])
})

it('lets what comes meanwhile wait for the end of a transaction, never run inside of it', async () => {
  let goOn: () => void = () => undefined
  const isHeld = new Promise<void>((resolve) => (goOn = resolve))
  const transaction = db.$transaction(async (tables) => {
    await tables.listener.create({ data: { id: 'inside' } })
    await isHeld
    throw new Error('taken back')
  })
  const beside = db.listener.create({ data: { id: 'beside' } })
  setTimeout(goOn, 50)
  await expect(transaction).rejects.toThrow('taken back')
  await beside
  expect(await db.listener.findMany({ select: { id: true } })).toEqual([{ id: 'beside' }])
})

it('takes many writers at once', async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      db.$transaction([db.listener.create({ data: { id: `a ${number}` } }), db.listener.create({ data: { id: `b ${number}` } })]),
    ),
  )
  expect(await db.listener.count()).toBe(80)
})
