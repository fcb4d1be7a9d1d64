import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { freePort } from '../lib/runtime/ports'
import { findChromium } from './support/find-chromium'

/** Workers load this file again: what the first load chose is handed on through the environment. */
process.env.CHROMIUM_PATH ??= findChromium()
process.env.E2E_HOME ??= path.join(tmpdir(), `remit-e2e-${randomUUID().slice(0, 8)}`)
process.env.E2E_PORT ??= String(await freePort())
process.env.E2E_TOKEN_PORT ??= String(await freePort())

const url = process.env.E2E_URL ?? `http://localhost:${process.env.E2E_PORT}`
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results',
  // Two on two cores: while one waits for the product the other draws. The tests share one organisation, and each looks only
  // at rows that no other test makes or changes.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.REMIT_TALLY),
  reporter: [['list'], ['./support/playwright-tally.ts']],
  use: {
    baseURL: url,
    // A picture or a copy of the page of each moment costs more than what is tested; a failure has one of its own.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
    },
  },
  // E2E_URL names a product that already runs, for whoever writes a test and does not want to wait.
  webServer: process.env.E2E_URL
    ? undefined
    : {
        command: 'exec node --import tsx tests/support/start-product.ts',
        cwd: '..',
        url: `${url}/api/health`,
        timeout: 400_000,
        stdout: 'pipe',
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
        env: {
          REMIT_HOME: process.env.E2E_HOME,
          PORT: process.env.E2E_PORT,
          TOKEN_PORT: process.env.E2E_TOKEN_PORT,
          REMIT_URL: url,
        },
      },
})
