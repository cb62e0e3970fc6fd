import { describe, expect, it } from 'vitest'

import { isLoopback, phoneWords } from './pairing-words'

describe('the words about a paired phone', () => {
  it('say what to do on the phone, and first of all that the connection is lost', () => {
    const paired = { phase: 'paired', words: 'copper lantern', isConnected: true } as const
    expect(phoneWords({ ...paired, phone: 'here' })).toContain('Tap “Share motion”')
    expect(phoneWords({ ...paired, phone: 'left' })).toContain('Tap “Share again”')
    expect(phoneWords({ ...paired, phone: 'silent' })).toContain('screen on')
    expect(phoneWords({ ...paired, phone: 'reading', isConnected: false })).toContain('connection to the server is lost')
  })
})

describe('an address that a phone cannot follow', () => {
  it.each(['http://127.0.0.1:3000/pair#a.b', 'http://127.8.0.1/pair', 'http://localhost:3000/pair', 'http://[::1]:3000/pair'])(
    '%s',
    (address) => expect(isLoopback(address)).toBe(true),
  )
  it.each(['https://attune.example/pair#a.b', 'https://192.168.1.20/pair', 'https://127.example/pair'])('is not %s', (address) =>
    expect(isLoopback(address)).toBe(false),
  )
})
