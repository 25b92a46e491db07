import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { guarded, MachineFault, systemCode } from './fault.ts'
import { newId } from './ids.ts'
import { configurationFolder, realPath } from './paths.ts'

const BYTES = 32

/**
 * The key of this account on this machine: 32 random bytes that only the account may read (mode 0600), in its configuration folder. It
 * protects a workspace file that is copied elsewhere, and nothing against whoever can read the account's own files: for scripts and
 * headquarters batches that nobody attends.
 */
export function readMachineKey(): Uint8Array | undefined {
  try {
    const key = readFileSync(keyFile())
    return key.length === BYTES ? key : undefined
  } catch {
    // Missing, or forbidden: the keys stay locked, the books open all the same.
    return undefined
  }
}

/**
 * As `readMachineKey`, making the key when there is none. Two programs that start at once end with the same one. A key that is there and
 * cannot be read, or was cut, is not replaced: it may protect other workspaces (fault `cannot_open`).
 */
export function machineKey(): Uint8Array {
  const known = readMachineKey()
  if (known) return known
  const file = keyFile()
  guarded({ path: file }, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const fresh = `${file}.${newId()}`
    writeFileSync(fresh, randomBytes(BYTES), { mode: 0o600, flag: 'wx', flush: true })
    try {
      linkSync(fresh, file)
    } catch (error) {
      // A disk without second names for a file: renamed, at the price of that rare start at once.
      if (systemCode(error) !== 'EEXIST') renameSync(fresh, file)
    } finally {
      rmSync(fresh, { force: true })
    }
  })
  const made = readMachineKey()
  if (!made) throw new MachineFault('cannot_open', { path: file })
  return made
}

/** A workspace in the folder of the key would travel with it. */
export function liesBesideMachineKey(workspacePath: string): boolean {
  const folder = realPath(dirname(keyFile()))
  return `${realPath(dirname(workspacePath))}${sep}`.startsWith(`${folder}${sep}`)
}

function keyFile(): string {
  return join(configurationFolder(), 'machine.key')
}
