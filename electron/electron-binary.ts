import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { programFolder } from './machine/paths.ts'

const REACH_MILLISECONDS = 4000
const DOWNLOAD_MILLISECONDS = 5 * 60_000

/** The path of Electron's own program when it is on this machine. Reads only; never imports 'electron', which would download it. */
export function electronBinary(folder: string = programFolder(), environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const dist = environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'node_modules', 'electron', 'dist')
  const named = join(folder, 'node_modules', 'electron', 'path.txt')
  const file = existsSync(named) ? readFileSync(named, 'utf8').trim() : { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron'
  const path = join(dist, file)
  return existsSync(path) ? path : undefined
}

/** Whether there is any road to where Electron is downloaded from. */
function reachable(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(address, { method: 'HEAD', timeout: REACH_MILLISECONDS }, (response) => {
      response.resume()
      resolve((response.statusCode ?? 500) < 500)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(false))
  })
}

/** Fetches Electron with its own installer, when its server answers within a few seconds. Undefined otherwise: a normal state. */
export async function fetchElectron(note: (sentence: string) => void, folder: string = programFolder()): Promise<string | undefined> {
  const installer = join(folder, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer) || process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return undefined
  if (!(await reachable(process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/'))) return undefined
  note('Téléchargement d’Electron (une seule fois)…')
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: DOWNLOAD_MILLISECONDS })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  return electronBinary(folder)
}
