import { expect, test } from 'vitest'

import { consentWarning } from './account-words'

const day = 86_400_000

test('a consent is warned of from thirty days ahead', () => {
  expect(consentWarning(31 * day, 0)).toBeUndefined()
  expect(consentWarning(30 * day, 0)).toContain('this one ends in 30 days.')
  expect(consentWarning(20 * day, 19 * day)).toContain('this one ends tomorrow.')
  expect(consentWarning(0, day)).toContain('this one ends any moment now.')
})
