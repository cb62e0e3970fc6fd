import { describe, expect, test } from 'vitest'

import { openToken, sealToken } from './token-vault'

const summer = { id: 'summer', key: Buffer.alloc(32, 1) }
const autumn = { id: 'autumn', key: Buffer.alloc(32, 2) }
const place = { providerAccountId: 'ada', kind: 'refresh' } as const
const token = 'AQBxT-a-refresh-token'

describe('the vault of tokens', () => {
  test('opens what it sealed, and shows nothing of it', () => {
    const sealed = sealToken(token, place, [summer])
    expect(openToken(sealed, place, [summer])).toBe(token)
    expect(Buffer.from(sealed.split('.').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain('refresh-token')
  })

  test('seals the same token differently each time', () => {
    expect(sealToken(token, place, [summer])).not.toBe(sealToken(token, place, [summer]))
  })

  test('opens with an older key after the keys were rotated, and seals with the newer one', () => {
    const old = sealToken(token, place, [summer])
    expect(openToken(old, place, [autumn, summer])).toBe(token)
    expect(sealToken(token, place, [autumn, summer])).toMatch(/^autumn\./)
  })

  test('says which key is missing', () => {
    expect(() => openToken(sealToken(token, place, [summer]), place, [autumn])).toThrow(
      "A token was sealed with the key 'summer'; expected one of autumn.",
    )
  })

  const sealed = sealToken(token, place, [summer])
  const [id, nonce, bytes = ''] = sealed.split('.')
  test.each([
    ['in the row of another account', sealed, { ...place, providerAccountId: 'eve' }, summer.key],
    ['in the column of the other kind', sealed, { ...place, kind: 'access' } as const, summer.key],
    ['under another key of that name', sealed, place, autumn.key],
    ['with a letter changed', `${id}.${nonce}.${bytes.startsWith('A') ? 'B' : 'A'}${bytes.slice(1)}`, place, summer.key],
    ['cut to almost nothing', `${id}.${nonce}.${bytes.slice(0, 8)}`, place, summer.key],
    ['without its bytes', `${id}.${nonce}`, place, summer.key],
  ])('does not open a token %s', (_, text, where, key) => {
    expect(() => openToken(text, where, [{ id: 'summer', key }])).toThrow(/does not open with the key 'summer'/)
  })
})
