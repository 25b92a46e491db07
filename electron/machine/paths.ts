import { existsSync, realpathSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { guarded } from './fault.ts'

export const WORKSPACE_EXTENSION = '.archipel'

/** The folder that holds `migrations/` and `resources/`: the repository, or the inside of the package. */
export function programFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'migrations', 'triggers.sql'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('the folder of the program is incomplete')
    folder = parent
  }
  return folder
}

/** Where the program keeps its journal and what was opened lately. `ARCHIPEL_DATA` moves it. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['ARCHIPEL_DATA']) return resolve(environment['ARCHIPEL_DATA'])
  if (platform() === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Archipel')
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Archipel')
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'archipel')
}

/** What belongs to this account of this machine and to no workspace: its key. `ARCHIPEL_DATA` moves it too. */
export function configurationFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['ARCHIPEL_DATA'] || platform() === 'win32' || platform() === 'darwin') return join(dataFolder(environment), 'keys')
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'archipel')
}

/** Where new workspaces are proposed: the person's documents. `ARCHIPEL_FOLDER` moves it. */
export function workspaceFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['ARCHIPEL_FOLDER']) return resolve(environment['ARCHIPEL_FOLDER'])
  return join(homedir(), 'Documents', 'Archipel')
}

/** The file name without its extension. */
export function workspaceName(path: string): string {
  return basename(path, extname(path))
}

/** The one true name of a file, so that two names of it share one lock. */
export function realPath(path: string): string {
  const absolute = resolve(path)
  return guarded({ path }, () => {
    if (existsSync(absolute)) return realpathSync(absolute)
    const folder = dirname(absolute)
    return existsSync(folder) ? join(realpathSync(folder), basename(absolute)) : absolute
  })
}
