import { buildScreens } from '../../electron/build-screens.ts'

/** The screens are built before the first walk when they are older than their sources. */
async function buildOnce(): Promise<void> {
  await buildScreens((sentence) => process.stderr.write(`${sentence}\n`))
}

// Playwright asks for a default export.
export { buildOnce as default }
