import { expect, test } from 'vitest'

import { authCookies, endedCookie } from './auth-cookies'

test('cookies of a sign-in are unreadable to scripts, not sent by other sites, and for HTTPS alone where there is HTTPS', () => {
  for (const { name, options } of Object.values(authCookies('https://attune.example'))) {
    expect(name).toMatch(/^__Secure-attune-/)
    expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true, path: '/' })
  }
  for (const { name, options } of Object.values(authCookies('http://127.0.0.1:3000'))) {
    expect(name).toMatch(/^attune-/)
    expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: false })
  }
})

test('a cookie for HTTPS alone is ended with the marks that browsers want to see', () => {
  expect(endedCookie('https://attune.example', 'sessionToken')).toEqual({
    name: '__Secure-attune-session',
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: true,
  })
})
