import { renameSync, statSync, unlinkSync, writeFileSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { guarded, MachineFault } from '../machine/fault.ts'
import { DEFAULT_LIMITS, plainName } from '../machine/files.ts'
import { newId } from '../machine/ids.ts'
import { UsageError } from './command.ts'

/** Writes a file whole or not at all; an export may replace the one it made before. */
export function writeWhole(path: string, data: string | Uint8Array): void {
  const partial = join(dirname(path), `.${newId()}.partial`)
  guarded({ path }, () => {
    try {
      writeFileSync(partial, data, { flush: true })
      renameSync(partial, path)
    } catch (error) {
      try {
        unlinkSync(partial)
      } catch {
        // It was never made.
      }
      throw error
    }
  })
}

export function readWhole(path: string): { readonly name: string; readonly bytes: Uint8Array } {
  const file = guarded({ path }, () => statSync(path))
  if (!file.isFile()) throw new UsageError('not_a_file', path)
  return guarded({ path }, () => {
    const { size } = file
    if (size > DEFAULT_LIMITS.fileBytes) throw new MachineFault('file_too_large', { path, sizeBytes: size })
    return { name: plainName(path), bytes: readFileSync(path) }
  })
}

/** A file of JSON; usage error when it is none. */
export function readJsonFile(path: string): unknown {
  const { bytes } = readWhole(path)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new UsageError('bad_json', path)
  }
}
