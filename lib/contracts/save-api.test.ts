import { describe, expect, test } from 'vitest'

import { coverLimitBytes, saveRequestSchema } from './save-api'

const request = {
  playlistId: '8b5c4d3e-2f1a-4b6c-9d8e-7f6a5b4c3d2e',
  mode: 'new',
  name: 'To calm',
  description: 'Made for a slow evening.',
}
const messagesOf = (body: object) => saveRequestSchema.safeParse(body).error?.issues.map(({ message }) => message) ?? []

describe('a wish to save', () => {
  test('is private unless the listener says otherwise', () => {
    expect(saveRequestSchema.parse(request)).toEqual({ ...request, isPublic: false })
  })

  test('loses control codes, line breaks and marks that turn the direction of writing', () => {
    const name = '  To\u0000\r\n \u202Ecalm\u2066 \uD800 down\t '
    expect(saveRequestSchema.parse({ ...request, name }).name).toBe('To calm down')
  })

  test.each([
    ['a name of 10,000 characters', { name: 'x\u0007'.repeat(5_000) }, 'expected 1 to 100 printable characters, found 9999'],
    ['a name of nothing but control codes', { name: '\u0000\u0001\n' }, 'expected 1 to 100 printable characters, found 0'],
    ['a cover that is a PNG', { coverJpegBase64: 'iVBORw0KGgo=' }, 'expected a JPEG in base64'],
    ['a cover with line breaks', { coverJpegBase64: '/9j/4AAQ\nSkZJ' }, 'expected base64 without line breaks'],
    [
      'a cover that is too large',
      { coverJpegBase64: `/9j/${'A'.repeat(coverLimitBytes * 2)}` },
      'expected a JPEG of at most 184320 bytes in base64',
    ],
    ['a playlist id that is none', { playlistId: '../me' }, 'Invalid UUID'],
  ])('with %s is refused', (_, part, message) => {
    expect(messagesOf({ ...request, ...part })).toContain(message)
  })
})
