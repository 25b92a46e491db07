import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildShell } from './build.ts'
import { electronBinary } from './electron-binary.ts'
import { programFolder } from './machine/paths.ts'
import { hasDisplay } from './open-browser.ts'

/** Why the walks cannot run in real Electron here; undefined when they can. */
function missing(): string | undefined {
  if (electronBinary() === undefined) return 'the Electron binary is not on this machine (node_modules/electron/dist): `npx install-electron` brings it where there is a route to its download'
  if (!hasDisplay()) return 'there is no display: run under xvfb-run'
  if (process.getuid?.() === 0) return 'Electron does not run as root'
  return undefined
}

/** `npm run test:electron`: the same walks as in the browser, in real Electron. Says clearly when they did not run, and never calls that a pass. */
async function run(): Promise<number> {
  const reason = missing()
  if (reason !== undefined) {
    console.log(`The walks in real Electron DID NOT RUN: ${reason}.`)
    // 0 so that a machine without Electron can finish its other work; ARCHIPEL_ELECTRON_REQUIRED=1 makes it a failure.
    return process.env['ARCHIPEL_ELECTRON_REQUIRED'] ? 1 : 0
  }
  await buildShell((sentence) => console.log(sentence))
  const root = programFolder()
  const config = join(root, 'tests', 'playwright.config.ts')
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  if (!existsSync(config)) throw new Error('tests/playwright.config.ts is missing')
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [playwright, 'test', '-c', config], {
      stdio: 'inherit', env: { ...process.env, ARCHIPEL_SHELL: 'electron', ARCHIPEL_ELECTRON: electronBinary() },
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

process.exitCode = await run()
