import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Debian's Chromium where it is; elsewhere `ARCHIPEL_CHROMIUM`, or the one that Playwright installs for itself. */
const DEBIAN = '/usr/bin/chromium'
const chromium = process.env['ARCHIPEL_CHROMIUM'] ?? (existsSync(DEBIAN) ? DEBIAN : undefined)
// The walks read React's warnings too (two children of one key, a state set while rendering): what ships keeps silent about them.
process.env['ARCHIPEL_SCREENS'] ??= 'development'

const isRoot = process.getuid?.() === 0

/** The walks: the real program, its real screens, a real browser (or Electron, by `npm run test:electron`). One at a time. */
export const config = defineConfig({
  testDir: './e2e',
  testMatch: '**/*.walk.ts',
  outputDir: './results/walks',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Patience costs nothing when all is well: what a walk waits for is what it sees, on a machine that has other things to do as well.
  timeout: 420_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'fr-BE',
    timezoneId: 'Europe/Brussels',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 45_000,
    acceptDownloads: true,
    launchOptions: { ...(chromium === undefined ? {} : { executablePath: chromium }), args: isRoot ? ['--no-sandbox'] : [] },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
})

// Playwright asks for a default export; the rule of named exports excepts configurations alone.
export { config as default }
