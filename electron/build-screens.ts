import { existsSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sha256 } from './machine/hash.ts'
import { takeWriterLock, type WriterLock } from './machine/lock.ts'
import { programFolder } from './machine/paths.ts'
import { SCREENS_FOLDER, SCREENS_MODE } from './screens.ts'

const MOST_WAITS = 60

/** When the newest file under a folder was written; built files aside. */
function newest(folder: string): number {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('dist') || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

/** True when the screens were never built, or are older than what they are made of. */
export function screensAreStale(folder: string = programFolder()): boolean {
  const built = join(folder, SCREENS_FOLDER, 'index.html')
  if (!existsSync(join(folder, 'renderer', 'vite.config.ts'))) return false
  if (!existsSync(built)) return true
  const at = statSync(built).mtimeMs
  return newest(join(folder, 'renderer')) > at || newest(join(folder, 'core', 'kernel')) > at
}

/** Builds the screens when they are missing or older than their sources. Two at once (tests, two starts): the second waits and finds them made. */
export async function buildScreens(note: (sentence: string) => void): Promise<void> {
  if (!screensAreStale()) return
  const lock = await onlyBuilder()
  const surrounding = process.env['NODE_ENV']
  try {
    if (!screensAreStale()) return
    note('Préparation des écrans (une seule fois)…')
    const { build } = await import('vite')
    // Vite takes NODE_ENV before its own mode: under a test runner it would build React for development.
    process.env['NODE_ENV'] = SCREENS_MODE
    await build({ configFile: join(programFolder(), 'renderer', 'vite.config.ts'), mode: SCREENS_MODE, logLevel: 'error', build: { outDir: join(programFolder(), SCREENS_FOLDER) } })
  } finally {
    if (surrounding === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = surrounding
    lock.release()
  }
}

/** The same lock as a workspace's: freed by the system when a builder is killed. */
async function onlyBuilder(): Promise<WriterLock> {
  const name = join(tmpdir(), `archipel-build-${sha256(programFolder()).slice(0, 16)}`)
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    const answer = takeWriterLock(name, 'build')
    if (answer.held) return answer.lock
    await setTimeout(200)
  }
  // A temporary folder that takes no file is no reason not to start.
  return { release: () => undefined }
}
