import { beforeEach, vi } from 'vitest'

// A warning that nobody reads is a bug nobody sees: console noise fails the test that made it.
beforeEach(() => {
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      throw new Error(
        `Unexpected console.${method}: ${parts.map(String).join(' ')}\n` +
          `If the message is meant, write vi.mocked(console.${method}).mockImplementation(() => undefined) in the test and check it.`,
      )
    })
  }
})
