import { existsSync, linkSync, renameSync } from 'node:fs'
import { MachineFault, systemCode, toFault } from './fault.ts'

/** Gives a finished file its name at once, never over another: fault `file_exists`. Disks without links (FAT) get a check and a rename. */
export function giveName(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (systemCode(error) === 'EEXIST' || existsSync(to)) throw new MachineFault('file_exists', { path: to }, error)
    try {
      renameSync(from, to)
    } catch (renaming) {
      throw toFault(renaming, { path: to })
    }
  }
}
