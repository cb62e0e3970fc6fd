import { explainSong } from '@/lib/core/songs/explain-song'

import { expectSongs, songIdsOf, songItems } from './support/playlist'
import { makePlaylist, openStudio, replyAfter, sayWord } from './support/studio'
import { expect, test } from './support/test'

test('wishes hold for every song, what is unknown is counted, and too few songs say which wish to let go', async ({
  page,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 422/)
  await openStudio(page)
  await sayWord(page, 'Happy')
  await page.getByText('Wishes', { exact: true }).click()
  const wishes = page.getByRole('group').filter({ hasText: 'Wishes' }).first()

  await test.step('genres, years and no explicit lyrics', async () => {
    await wishes.getByRole('button', { name: 'Rock', exact: true }).click()
    await wishes.getByRole('textbox', { name: 'From year' }).fill('1970')
    await wishes.getByRole('textbox', { name: 'To year' }).fill('1999')
    await wishes.getByRole('checkbox', { name: 'No explicit lyrics' }).check()
    await expect(page.locator('summary').filter({ hasText: 'Wishes' })).toContainText('25 songs, Rock, 1970 to 1999, no explicit lyrics')
    const playlist = await makePlaylist(page)
    await expectSongs(page, playlist)
    for (const { song } of playlist.songs) {
      expect(song.genreFamily, song.title).toBe('rock')
      expect(song.releaseYear, song.title).toBeGreaterThanOrEqual(1970)
      expect(song.releaseYear, song.title).toBeLessThanOrEqual(1999)
      expect(song.isExplicit, song.title).toBe(false)
    }
  })

  await test.step('songs of unknown explicitness are let in with one tap', async () => {
    const note = page.getByRole('list', { name: 'Left out because a value is unknown' })
    const entry = note.getByRole('listitem').filter({ hasText: 'whether their lyrics are explicit' })
    await expect(entry).toContainText(/[\d,]+ songs/)
    const wider = await replyAfter(page, 'PUT', () => entry.getByRole('button', { name: 'Let them in' }).click())
    expect(wider.wishes.includeUnknown).toEqual(['explicit'])
    await expectSongs(page, wider)
    await expect(entry).toHaveCount(0)
    for (const { song } of wider.songs) {
      expect(song.isExplicit, song.title).not.toBe(true)
      expect(song.genreFamily, song.title).toBe('rock')
    }
  })

  await test.step('wishes that leave too few songs keep the playlist and offer what to let go', async () => {
    await wishes.getByRole('button', { name: 'Rock', exact: true }).click()
    await wishes.getByRole('button', { name: 'Gospel', exact: true }).click()
    const years = wishes.getByRole('textbox', { name: 'From year' })
    await years.fill('1998')
    const problem = page.getByRole('alert').filter({ hasText: 'Too few songs fit' })
    await expect(problem).toContainText('found for a playlist of 25')
    await expect(songItems(page)).toHaveCount(25)
    const way = problem.getByRole('button').first()
    await expect(way).toHaveText(/^(Any genre|Any year): \d+ songs$/)
    const relaxed = await replyAfter(page, 'PUT', () => way.click())
    await expectSongs(page, relaxed)
    await expect(problem).toHaveCount(0)
  })

  await test.step('a range that is none is said and not asked for', async () => {
    await wishes.getByRole('textbox', { name: 'From tempo' }).fill('140')
    await wishes.getByRole('textbox', { name: 'To tempo' }).fill('100')
    await expect(wishes).toContainText('The first is after the second.')
    await wishes.getByRole('textbox', { name: 'To tempo' }).fill('150')
    await expect(wishes).not.toContainText('The first is after the second.')
  })
})

test('a playlist is as long as wished in minutes, and leaves out an artist', async ({ page }) => {
  await openStudio(page)
  await sayWord(page, 'Calm')
  await page.getByText('Wishes', { exact: true }).click()
  await page.getByRole('button', { name: 'Minutes', exact: true }).click()
  await page.getByRole('spinbutton', { name: 'Number of minutes' }).fill('45')
  const playlist = await makePlaylist(page)
  await expectSongs(page, playlist)
  const totalMs = playlist.songs.reduce((sum, { song }) => sum + (song.durationMs ?? 0), 0)
  expect(Math.abs(totalMs / 60_000 - 45), 'minutes off').toBeLessThan(2)

  const artist = playlist.songs[0]?.song.artists[0] ?? ''
  await page.getByRole('textbox', { name: 'Leave out an artist' }).fill(artist)
  const without = await replyAfter(page, 'PUT', () => page.getByRole('button', { name: 'Leave out', exact: true }).click())
  expect(without.songs.flatMap(({ song }) => song.artists)).not.toContain(artist)
  expect(songIdsOf(without)).not.toEqual(songIdsOf(playlist))
  await expect(page.getByRole('button', { name: `Let ${artist} back in` })).toBeVisible()
})

test('each goal walks its own way, nearer to it from run to run, and says why each song is there', async ({ page }) => {
  await openStudio(page)
  await sayWord(page, 'Sad')
  const ways: string[][] = []
  const energySpreads = new Map<string, number>()
  for (const [name, goal] of [
    ['Match', 'match'],
    ['Lift', 'lift'],
    ['Calm', 'calm'],
    ['Focus', 'focus'],
    ['Hold', 'hold'],
    ['Energise', 'energise'],
  ] as const) {
    await test.step(name, async () => {
      await page.getByRole('radio', { name, exact: true }).check({ force: true })
      const { songs, wishes } = await makePlaylist(page)
      ways.push(songs.map(({ song }) => song.songId))
      const toGoal = songs.map(({ scoreParts }) => scoreParts.goalSimilarity)
      const runs = [0, 5, 10, 15, 20].map((start) => toGoal.slice(start, start + 5).reduce((sum, value) => sum + value, 0))
      if (goal === 'match') {
        for (const { song, scoreParts } of songs) expect(scoreParts.pathPosition, song.title).toBe(0)
      } else {
        for (let run = 1; run < runs.length; run++) expect(runs[run], `run ${run + 1}`).toBeGreaterThan(runs[run - 1] ?? 5)
      }
      expect(wishes.isEnergyHeld ?? false).toBe(goal === 'hold')
      const energies = songs.flatMap(({ song }) => song.features.energy ?? [])
      energySpreads.set(goal, Math.max(...energies) - Math.min(...energies))
      for (const [index, song] of songs.entries()) {
        await expect(songItems(page).nth(index)).toContainText(explainSong(song, { ownWord: { mood: 'sad' } }, goal))
      }
    })
  }
  expect(new Set(ways.map((ids) => ids.join())).size).toBe(6)
  expect(energySpreads.get('hold'), 'the energy stays').toBeLessThan(energySpreads.get('energise') ?? 0)
})
