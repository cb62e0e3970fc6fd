import { describe, expect, test } from 'vitest'

import { canonicalAddress, isSecureVisit } from './canonical-address'

const loopback = { publicUrl: 'http://127.0.0.1:3000', isProxyTrusted: false }
const https = { publicUrl: 'https://attune.example', isProxyTrusted: true }
const page = '/settings?problem=declined'
const visit = (host?: string, proto?: string) => ({
  headers: new Headers({ ...(host === undefined ? {} : { host }), ...(proto === undefined ? {} : { 'x-forwarded-proto': proto }) }),
})

describe('the address of a page', () => {
  test.each([
    ['localhost:3000', 'http://127.0.0.1:3000/settings?problem=declined'],
    ['LOCALHOST:4000', 'http://127.0.0.1:4000/settings?problem=declined'],
    ['localhost', 'http://127.0.0.1/settings?problem=declined'],
  ])('leads a visitor of %s to the loopback address', (host, address) => {
    expect(canonicalAddress(visit(host), page, loopback)).toBe(address)
  })

  test.each(['127.0.0.1:3000', '192.168.0.7:3000', 'localhost.evil.example', 'localhost:3000@evil.example', 'evil.example', undefined])(
    'leaves a visitor of %s where they are',
    (host) => {
      expect(canonicalAddress(visit(host), page, loopback)).toBeUndefined()
    },
  )

  test.each(['@evil.example', '.evil.example', ':80', ''])('leads nobody to %j, which is no path', (path) => {
    expect(canonicalAddress(visit('localhost:3000'), path, loopback)).toBeUndefined()
  })

  test('leads nobody to a name that the visit brings along, not even behind a proxy that calls the server localhost', () => {
    expect(canonicalAddress(visit('localhost:3000', 'https'), page, https)).toBeUndefined()
  })

  test('leads from plain HTTP to HTTPS where a trusted proxy says so', () => {
    expect(canonicalAddress(visit('evil.example', 'http'), page, https)).toBe('https://attune.example/settings?problem=declined')
    expect(canonicalAddress(visit('attune.example', 'http'), page, { ...https, isProxyTrusted: false })).toBeUndefined()
  })
})

describe('cookies for HTTPS alone', () => {
  const by = (proto: string) => ({ headers: new Headers({ 'x-forwarded-proto': proto }) })

  test('are set at an https address', () => {
    expect(isSecureVisit(by('http'), { ...https, isProxyTrusted: false })).toBe(true)
  })

  test('are set where a trusted proxy says that the visit came by HTTPS, and by nobody else', () => {
    expect(isSecureVisit(by('https'), { ...loopback, isProxyTrusted: true })).toBe(true)
    expect(isSecureVisit(by('https, http'), { ...loopback, isProxyTrusted: true }), 'the nearest proxy speaks last').toBe(false)
    expect(isSecureVisit(by('https'), loopback), 'a visitor says so').toBe(false)
  })
})
