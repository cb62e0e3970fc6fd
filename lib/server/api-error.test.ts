import { describe, expect, test, vi } from 'vitest'

import { errorReplySchema, playlistRequestSchema } from '@/lib/contracts/playlist-api'
import { AppError } from '@/lib/core/app-error'

import { toErrorResponse } from './api-error'

const unitVector = [1, ...Array.from({ length: 127 }, () => 0)]
const request = { stateVector: unitVector, goalVector: unitVector, wishes: { songCount: 25 } }

async function replyTo(error: unknown) {
  const response = toErrorResponse(error)
  return { status: response.status, ...errorReplySchema.parse(await response.json()).error }
}

describe('what a bad playlist request is told', () => {
  test.each([
    ['a list', [], 'the request: expected object, found array'],
    ['a number that is none', { ...request, stateVector: unitVector.with(3, NaN) }, 'stateVector[3]: expected number, found NaN'],
    ['an infinite number', { ...request, stateVector: unitVector.with(3, Infinity) }, 'stateVector[3]: expected number, found Infinity'],
    ['text for a number', { ...request, goalVector: unitVector.map(String) }, 'goalVector[0]: expected number, found string; '],
    ['a vector of 127 numbers', { ...request, goalVector: unitVector.slice(1) }, 'goalVector: expected 128 numbers, found 127'],
    [
      'a vector of nothing but zeros',
      { ...request, stateVector: unitVector.map(() => 0) },
      'stateVector: expected a vector of length 1, found one of length 0',
    ],
    [
      'a vector that was not normalised',
      { ...request, stateVector: unitVector.map((value) => value * 7) },
      'stateVector: expected a vector of length 1, found one of length 7.00',
    ],
    ['an unknown key', { ...request, mood: 'fine' }, 'the request: Unrecognized key: "mood"'],
    ['an unknown wish', { ...request, wishes: { tempo: 3 } }, 'wishes: Unrecognized key: "tempo"'],
    ['half a song', { ...request, wishes: { songCount: 7.5 } }, 'wishes.songCount: expected int, found number'],
    ['too many songs', { ...request, wishes: { songCount: 101 } }, 'wishes.songCount: Too big: expected number to be <=100'],
    ['no song id', { ...request, wishes: { excludedSongIds: ['x'] } }, 'wishes.excludedSongIds[0]: expected a 22-character Spotify id'],
  ])('%s', async (_, body, message) => {
    const { error } = playlistRequestSchema.safeParse(body)
    const reply = await replyTo(error)
    expect(reply).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
    expect(reply.message).toContain(message)
  })

  test('the first three findings and how many more there are', async () => {
    const { error } = playlistRequestSchema.safeParse({ ...request, stateVector: unitVector.map(String) })
    expect((await replyTo(error)).message).toMatch(/; and 125 more$/)
  })
})

describe('every other error', () => {
  test.each([
    ['NOT_FOUND', 404],
    ['FORBIDDEN', 403],
    ['RATE_LIMITED', 429],
    ['PAYLOAD_TOO_LARGE', 413],
    ['TOO_FEW_SONGS', 422],
  ] as const)('%s is answered with status %i and its own words', async (code, status) => {
    expect(await replyTo(new AppError(code, 'found this, expected that'))).toEqual({ status, code, message: 'found this, expected that' })
  })

  test('a song index that cannot be read is told to the caller and to the log', async () => {
    vi.mocked(console.error).mockImplementation(() => undefined)
    expect(await replyTo(new AppError('INDEX_UNREADABLE', 'cut off'))).toEqual({
      status: 503,
      code: 'INDEX_UNREADABLE',
      message: 'cut off',
    })
    expect(console.error).toHaveBeenCalledOnce()
  })

  test.each([new Error('SQLITE_BUSY at /home/someone/attune.db'), new AppError('INTERNAL', 'secret detail'), 'a thrown text'])(
    'an unforeseen one goes to the log and keeps its details from the caller: %s',
    async (error) => {
      vi.mocked(console.error).mockImplementation(() => undefined)
      const reply = await replyTo(error)
      expect(reply).toMatchObject({ status: 500, code: 'INTERNAL' })
      expect(reply.message).not.toMatch(/SQLITE|secret|thrown/)
      expect(console.error).toHaveBeenCalledWith('A request could not be answered:', error)
    },
  )
})
