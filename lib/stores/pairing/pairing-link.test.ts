import { expect, test } from 'vitest'

import { readPairingLink, writePairingLink } from './pairing-link'

const secret = { pairingId: 'a-_'.repeat(7) + 'b', keyText: 'Zz9'.repeat(14) + '_' }

test('the secret stands behind the #, which browsers send nowhere, and is read from there', () => {
  const link = new URL(writePairingLink('https://attune.test', secret))
  expect(link.pathname + link.search).toBe('/pair')
  expect(readPairingLink(link.hash)).toEqual(secret)
})

test.each([
  '',
  '#',
  '#abc',
  `#${secret.pairingId}`,
  `#${secret.pairingId}.`,
  `#${secret.pairingId}.${secret.keyText}x`,
  `#.${secret.keyText}`,
])('a link that is not whole is none: %s', (fragment) => expect(readPairingLink(fragment)).toBeUndefined())
