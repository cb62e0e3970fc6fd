import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createHeldValue } from './hold-value'

describe('createHeldValue', () => {
  it('shows a new value once it has lasted', () => {
    const held = createHeldValue('a', 500)
    expect([0, 100, 499, 600].map((nowMs) => held.push('b', nowMs))).toEqual(['a', 'a', 'a', 'b'])
  })

  it('starts over where the new value goes away in between', () => {
    const held = createHeldValue('a', 500)
    held.push('b', 0)
    held.push('a', 400)
    expect(held.push('b', 600)).toBe('a')
    expect(held.push('b', 1100)).toBe('b')
  })

  it('never changes twice within the time that it holds', () => {
    const steps = fc.array(fc.record({ value: fc.constantFrom('a', 'b', 'c'), stepMs: fc.integer({ min: 1, max: 400 }) }), {
      maxLength: 100,
    })
    fc.assert(
      fc.property(steps, (sequence) => {
        const held = createHeldValue('a', 500)
        let nowMs = 0
        let shown = 'a'
        let changedMs = -Infinity
        for (const { value, stepMs } of sequence) {
          nowMs += stepMs
          const next = held.push(value, nowMs)
          if (next === shown) continue
          expect(nowMs - changedMs).toBeGreaterThanOrEqual(500)
          shown = next
          changedMs = nowMs
        }
      }),
    )
  })
})
