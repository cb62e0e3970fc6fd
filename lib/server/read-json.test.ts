import { describe, expect, test } from 'vitest'

import { maxBodyBytes, readJson } from './read-json'

function post(body: BodyInit | null, contentType = 'application/json'): Request {
  // Node wants to be told that the body may still be sent while the reply comes; the DOM's types do not know the word.
  const init = { method: 'POST', body, headers: { 'content-type': contentType }, duplex: 'half' }
  return new Request('http://127.0.0.1/api', init)
}

describe('readJson', () => {
  test('reads JSON, letters of several bytes across chunks included', async () => {
    const bytes = new TextEncoder().encode('{"word":"müde"}')
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await readJson(post(stream, 'application/json; charset=utf-8'))).toEqual({ word: 'müde' })
  })

  test('stops reading a body that has no end', async () => {
    let sentBytes = 0
    let isCancelled = false
    const chunk = new Uint8Array(8 * 1024).fill(0x20)
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sentBytes += chunk.byteLength
        controller.enqueue(chunk)
      },
      cancel() {
        isCancelled = true
      },
    })
    await expect(readJson(post(endless))).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    expect(isCancelled).toBe(true)
    expect(sentBytes).toBeLessThan(2 * maxBodyBytes)
  })

  test('does not even begin to read a body that says it is too large', async () => {
    const request = post('{}')
    request.headers.set('content-length', String(maxBodyBytes + 1))
    await expect(readJson(request)).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: expect.stringContaining('found 65537 bytes'),
    })
    expect(request.bodyUsed).toBe(false)
  })

  test.each([
    ['nothing', null, 'expected JSON, found nothing'],
    ['text', 'hello there', 'expected JSON, found "hello there"'],
    ['JSON that was cut off', '{"wishes":{"songCo', 'expected JSON, found'],
    ['a bare NaN, which is no JSON', '{"stateVector":[NaN]}', 'expected JSON, found'],
  ])('refuses %s and says what it found', async (_, body, message) => {
    await expect(readJson(post(body))).rejects.toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringContaining(message) })
  })

  test('refuses a form, which any site can make a browser send', async () => {
    await expect(readJson(post('{}', 'text/plain'))).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: 'content-type: expected application/json, found text/plain',
    })
  })
})
