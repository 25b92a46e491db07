import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * The one configuration of the tests that `npm test` runs. A test of a component asks for its window with
 * `// @vitest-environment jsdom` on its first line; the walks in a browser (`*.walk.ts`) belong to Playwright.
 */
export const config = defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['core/**/*.test.ts', 'electron/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'tests/e2e/**', 'tests/results/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // One folder holds what a run makes for a while; what is left in it at the end fails the run.
    globalSetup: ['tests/fixtures/temporary.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Fourteen hours ahead of UTC: a date that leans on the machine's zone fails here and not at a customer's.
    env: { TZ: 'Pacific/Kiritimati' },
  },
})

// Vitest asks for a default export; the rule of named exports excepts this file alone.
export { config as default }
