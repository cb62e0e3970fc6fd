import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: fromRoot('./') },
      // The real package throws wherever React's server condition is not set.
      { find: 'server-only', replacement: fromRoot('./scripts/test-support/server-only-stub.ts') },
    ],
  },
  test: {
    include: ['{app,components,lib,scripts}/**/*.test.{ts,tsx}'],
    setupFiles: ['./scripts/test-support/fail-on-console.ts'],
    // Two cores are what the project plans for; goldens on TF.js and the song index are the slow ones.
    maxWorkers: 2,
    testTimeout: 20_000,
    restoreMocks: true,
  },
})
