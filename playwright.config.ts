import { defineConfig } from '@playwright/test'

import { browserWithWebcam } from './e2e/support/browsers'
import { fixture, journeysData, serverLog } from './e2e/support/paths'
import { fakeSpotifyCommand, fakeSpotifyEnv, fakeSpotifyUrl } from './e2e/support/spotify'

const port = Number(process.env['E2E_PORT'] ?? 3210)
const baseURL = `http://127.0.0.1:${port}`

/** The journeys, against the production build over a database of their own; `npm test` builds first. */
export default defineConfig({
  testDir: './e2e',
  // One at a time: with inference in the browser, two at once on two cores only wait for each other.
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 240_000,
  // A machine that CI shares may stall for seconds; what passes the second time is reported as flaky, not hidden.
  retries: process.env['CI'] === undefined ? 0 : 1,
  // The first answer of a model waits for its code, its weights and the measuring of the backends.
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    baseURL,
    browserName: 'chromium',
    launchOptions: browserWithWebcam(fixture('webcam-smiling.mjpeg')),
    // Without its film of screenshots, which costs more than the journeys themselves.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  webServer: [
    {
      command: fakeSpotifyCommand(baseURL),
      url: `${fakeSpotifyUrl}/control/state`,
      reuseExistingServer: false,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    },
    {
      command: `node scripts/serve.mjs --port ${port} --database file:${journeysData}/attune.db --fresh --log ${serverLog}`,
      url: `${baseURL}/api/health`,
      env: fakeSpotifyEnv,
      reuseExistingServer: false,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    },
  ],
})
