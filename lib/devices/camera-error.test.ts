import { describe, expect, it } from 'vitest'

import { cameraError } from './camera-error'

const refusal = (name: string) => Object.assign(new Error('as the browser says it'), { name })

describe('cameraError', () => {
  it.each([
    ['NotAllowedError', 'CAMERA_REFUSED', 'not allowed'],
    ['SecurityError', 'CAMERA_REFUSED', 'not allowed'],
    ['NotFoundError', 'CAMERA_MISSING', 'No camera was found'],
    ['OverconstrainedError', 'CAMERA_MISSING', 'No camera was found'],
    ['NotReadableError', 'CAMERA_MISSING', 'Another program'],
  ])('says of %s: %s, %s', (name, code, words) => {
    const cause = refusal(name)
    const error = cameraError(cause)
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
    expect(error.cause).toBe(cause)
  })

  it('passes on what it does not know', () => {
    expect(cameraError('odd').message).toContain('odd')
  })
})
