import { readFileSync } from 'node:fs'

import type { Request } from '@playwright/test'
import { z } from 'zod'

import { lookUpRequestSchema, unpackLibrary } from '@/lib/contracts/library-api'
import { sealedMessageSchema } from '@/lib/contracts/pairing-api'
import { songSchema, vectorLength } from '@/lib/contracts/playlist-api'
import { openSongIndex } from '@/lib/core/songs/open-song-index'
import { songAt } from '@/lib/core/songs/song-at'

import { overrideMotion } from './support/motion'
import { openPairing } from './support/pairing'
import { fixture, serverLog } from './support/paths'
import { giveFiles, inputCard, makePlaylist, openStudio, replyAfter, sayWord } from './support/studio'
import { expect, test } from './support/test'

const vectorSchema = z.array(z.number().min(-1).max(1)).length(vectorLength)
const songIdSchema = z.string().length(22)

/** All that the body of a request may ever hold: two vectors and the wishes, or the ids of the songs that stay. */
const bodySchema = z.union([
  z.strictObject({
    stateVector: vectorSchema,
    goalVector: vectorSchema,
    wishes: z.strictObject({
      songCount: z.number().int().max(200),
      excludedSongIds: z.array(songIdSchema),
      seed: z.number().int().min(0).max(0xffffffff),
      cadenceSpm: z.number().min(40).max(260).optional(),
    }),
  }),
  z.strictObject({ songIds: z.array(songIdSchema) }),
])

test('no frame and no sample leaves the browser', async ({ page, context, requests }) => {
  await context.grantPermissions(['camera'])
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await openStudio(page)

  await test.step('the webcam, a photo, a wearable and a motion recording are read', async () => {
    const webcam = inputCard(page, 'Webcam')
    await webcam.getByRole('button', { name: 'Turn on the webcam' }).click()
    await expect(webcam).toContainText('One face in view.')
    await giveFiles(inputCard(page, 'Photo'), fixture('face-neutral.jpg'))
    await expect(inputCard(page, 'Photo')).toContainText('Found one face and read it.')
    await giveFiles(inputCard(page, 'Wearable export'), fixture('recordings/empatica-e4.zip'))
    await expect(inputCard(page, 'Wearable export').getByRole('img', { name: /^Stress from/ })).toBeVisible()
    await giveFiles(inputCard(page, 'Motion recording'), fixture('recordings/sensor-logger/TotalAcceleration.csv'))
    await expect(inputCard(page, 'Motion recording').getByRole('img', { name: /^Activity from/ })).toBeVisible()
    await sayWord(page, 'Excited')
  })
  await test.step('a playlist is made, made anew and shortened', async () => {
    await makePlaylist(page)
    await replyAfter(page, 'PUT', () => page.getByRole('button', { name: 'Regenerate' }).click())
  })

  await test.step('the record holds what workers fetched as well, so nothing is hidden from it', () => {
    const paths = requests.map((request) => new URL(request.url()).pathname)
    expect(
      paths.some((path) => /^\/vendor\/face-detection-.+\.bin$/.test(path)),
      'the face detector was fetched in a worker',
    ).toBe(true)
    expect(
      paths.some((path) => /^\/models\/face-emotion-v\d+\/weights\.bin$/.test(path)),
      'a model was fetched in a worker',
    ).toBe(true)
  })
  await test.step('every request went to our own server', () => {
    const own = new URL(page.url()).origin
    const foreign = requests.map((request) => request.url()).filter((url) => !url.startsWith('data:') && new URL(url).origin !== own)
    expect(foreign).toEqual([])
    expect(sockets).toEqual([])
  })
  await test.step('nothing was told by an address', () => {
    const queries = requests
      .map((request) => new URL(request.url()))
      .filter(({ protocol, search }) => protocol !== 'data:' && search !== '')
    // Next asks for parts of pages, and for the icon, with a key of a few letters.
    expect(queries.filter(({ search }) => !/^\?(_rsc=[\w-]{1,20}|icon\.[\w-]{1,20}\.svg)$/.test(search)).map(String)).toEqual([])
  })
  await test.step('no body held more than two vectors of 128 numbers and the wishes', () => {
    const sent = requests.filter((request) => request.method() !== 'GET')
    expect(sent.map((request) => `${request.method()} ${new URL(request.url()).pathname.replace(/[0-9a-f-]{36}/, 'ID')}`)).toEqual([
      'POST /api/playlists',
      'PUT /api/playlists/ID',
    ])
    for (const request of sent) bodySchema.parse(request.postDataJSON())
    expect(requests.filter((request) => request.method() === 'GET' && request.postDataBuffer() !== null)).toEqual([])
  })
})

test('of a phone’s motion nothing but sealed messages reaches the server, and the key never does', async ({
  page,
  context,
  requests,
  consoleGuard,
}) => {
  // So the phone learns that its studio has let it go.
  consoleGuard.expect(/status of 410/)
  await openStudio(page)
  const { link, dialog } = await openPairing(page)
  const [pairingId = '', keyText = ''] = new URL(link).hash.slice(1).split('.')
  const phone = await context.newPage()
  const motion = await overrideMotion(phone)
  motion.move('walking')

  await test.step('a phone shares its motion for some seconds, and is unpaired', async () => {
    await phone.goto(link)
    await phone.getByRole('button', { name: 'Share motion' }).click()
    const paired = page.getByRole('dialog', { name: 'Your phone is paired' })
    await expect(paired).toContainText(/\d+ steps a minute/)
    await paired.getByRole('button', { name: 'Unpair' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(phone.getByRole('main').getByRole('alert')).toContainText('This pairing has ended')
    await motion.stop()
  })
  await test.step('what was sent is sealed, one length whatever it says', () => {
    const sent = requests.filter((request) => request.method() !== 'GET')
    const kindOf = (request: Request) => `${request.method()} ${new URL(request.url()).pathname.replace(pairingId, 'ID')}`
    expect([...new Set(sent.map(kindOf))].toSorted()).toEqual(['DELETE /api/pairings/ID', 'POST /api/pairings', 'POST /api/pairings/ID'])
    const messages = sent.filter((request) => kindOf(request) === 'POST /api/pairings/ID')
    expect(messages.length).toBeGreaterThan(5)
    for (const request of messages) sealedMessageSchema.parse(request.postDataJSON())
    for (const request of sent) if (!messages.includes(request)) expect(request.postData()).toBeNull()
  })
  await test.step('the key was sent nowhere', () => {
    for (const request of requests) {
      const told = `${request.url().replace(/#.*$/, '')} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`
      expect(told.includes(keyText), `${request.method()} ${request.url()}`).toBe(false)
    }
    const own = new URL(page.url()).origin
    expect(requests.filter((request) => !/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== own)).toEqual([])
  })
  await test.step('the server wrote nothing of it down', () => {
    const log = readFileSync(serverLog, 'utf8')
    expect([log.includes(pairingId), log.includes(keyText)]).toEqual([false, false])
  })
})

test('of music that is imported, ids, names, features and vectors leave the browser, and nothing else of the file', async ({
  page,
  requests,
}) => {
  await page.goto('/library')
  const card = page.getByRole('region', { name: 'Your own music' })
  await card.getByRole('button', { name: 'Import your music' }).click()
  await giveFiles(card, fixture('songs/exportify-2025/Liked_Songs.csv'))
  await expect(card).toContainText('36 songs of yours are known here')
  const sent = requests.filter((request) => request.method() !== 'GET')
  expect(sent.map((request) => `${request.method()} ${new URL(request.url()).pathname}`)).toEqual([
    'POST /api/library/lookup',
    'PUT /api/library',
  ])
  const [lookUp, put] = sent
  expect(lookUpRequestSchema.parse(lookUp?.postDataJSON()).songs).toHaveLength(36)
  const { head, ownIndex } = unpackLibrary(new Uint8Array(put?.postDataBuffer() ?? []))
  expect(head).toEqual({ catalogueSongIds: [] })
  const index = openSongIndex(Uint8Array.from(ownIndex))
  expect([index.songCount, index.dims]).toEqual([36, vectorLength])
  for (let position = 0; position < index.songCount; position++) {
    const { features, ...song } = songAt(index, position)
    expect(songSchema.strict().parse({ ...song, features })).toEqual({ ...song, features })
  }
  // The label, the album and the day on which a song was added stand in the file, and nowhere else.
  for (const request of sent) {
    const text = request.postDataBuffer()?.toString('latin1') ?? ''
    for (const secret of ['No Label', 'Harbour Songs', '2026-03-14T10']) expect(text).not.toContain(secret)
  }
})
