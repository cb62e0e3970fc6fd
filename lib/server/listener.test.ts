import { describe, expect, test } from 'vitest'

import { createListenerId, readListenerId, signListenerId } from './listener'

const secret = 'a secret that is long enough for a test'

describe('the cookie of a listener', () => {
  test('names the listener that was signed', () => {
    const listenerId = createListenerId()
    expect(readListenerId(signListenerId(listenerId, secret), secret)).toBe(listenerId)
  })

  test('gives every listener another id', () => {
    expect(createListenerId()).not.toBe(createListenerId())
  })

  const [listenerId, otherId] = [createListenerId(), createListenerId()]
  const signed = signListenerId(listenerId, secret)
  const signature = signed.slice(signed.indexOf('.'))
  test.each([
    ['no cookie', undefined],
    ['an empty one', ''],
    ['an id without a signature', listenerId],
    ["another's id under this signature", `${otherId}${signature}`],
    ['a signature with one letter changed', `${listenerId}.${signature[1] === 'A' ? 'B' : 'A'}${signature.slice(2)}`],
    ['a signature that was cut', signed.slice(0, -1)],
    ['a signature by another secret', signListenerId(listenerId, `${secret}!`)],
    ['text around it', ` ${signed} `],
  ])('%s names nobody', (_, cookieValue) => {
    expect(readListenerId(cookieValue, secret)).toBeUndefined()
  })
})
