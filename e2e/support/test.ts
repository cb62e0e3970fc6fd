import { test as base, expect, type Request } from '@playwright/test'

/** What a journey may say about the browser's console: which messages it expects. */
export type ConsoleGuard = {
  /** Takes messages that match for granted in this journey. */
  expect(pattern: RegExp): void
}

type Journey = {
  /** Fails the journey when a page or a worker writes a warning or an error, or throws. */
  readonly consoleGuard: ConsoleGuard
  /** Every request of every page and worker of this journey, in order. */
  readonly requests: readonly Request[]
}

/** A journey: as Playwright's test, and a message in the console fails it. */
export const test = base.extend<Journey>({
  consoleGuard: [
    async ({ context }, use) => {
      const found: string[] = []
      const expected: RegExp[] = []
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') found.push(message.text())
      })
      context.on('weberror', (error) => found.push(String(error.error())))
      await use({ expect: (pattern) => expected.push(pattern) })
      const unexpected = found.filter((text) => !expected.some((pattern) => pattern.test(text)))
      expect(unexpected, 'warnings and errors in the console').toEqual([])
    },
    { auto: true },
  ],
  requests: [
    async ({ context }, use) => {
      const requests: Request[] = []
      context.on('request', (request) => requests.push(request))
      await use(requests)
    },
    { auto: true },
  ],
})

export { expect }
