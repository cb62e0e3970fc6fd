import { describe, expect, test } from 'vitest'

import { checkSameOrigin } from './check-same-origin'

const check = (headers: Record<string, string>) => () => checkSameOrigin({ headers: new Headers({ host: '127.0.0.1:3000', ...headers }) })

describe('a request that changes something', () => {
  test.each([
    ['a program that is no browser', {}],
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' }],
    ['a browser without fetch metadata, from our page', { origin: 'http://127.0.0.1:3000' }],
  ])('is taken from %s', (_, headers: Record<string, string>) => {
    expect(check(headers)).not.toThrow()
  })

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4000' }],
    ['another site, by an old browser', { origin: 'https://elsewhere.example' }],
    ['a frame without an origin', { origin: 'null' }],
  ])('is refused from %s', (_, headers: Record<string, string>) => {
    expect(check(headers)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  })
})
