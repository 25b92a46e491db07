import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder, workspaceName } from './paths.ts'

const MOST_RECENT = 12
const file = (): string => join(dataFolder(), 'recent.json')

export interface RecentWorkspace {
  readonly path: string
  readonly name: string
  readonly exists: boolean
}

function paths(): string[] {
  try {
    const known: unknown = JSON.parse(readFileSync(file(), 'utf8'))
    return Array.isArray(known) ? known.filter((path) => typeof path === 'string') : []
  } catch {
    return []
  }
}

/** The workspaces opened lately on this machine, the last one first. */
export function recentWorkspaces(): RecentWorkspace[] {
  return paths().map((path) => ({ path, name: workspaceName(path), exists: existsSync(path) }))
}

/** Remembers a path. A comfort: a disk that refuses it changes nothing. */
export function rememberWorkspace(path: string): void {
  try {
    mkdirSync(dataFolder(), { recursive: true, mode: 0o700 })
    const kept = [path, ...paths().filter((known) => known !== path)].slice(0, MOST_RECENT)
    writeFileSync(`${file()}.partial`, JSON.stringify(kept), { mode: 0o600 })
    renameSync(`${file()}.partial`, file())
  } catch {
    // Only the list of the welcome screen is poorer.
  }
}
