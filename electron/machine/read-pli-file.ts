import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { Outcome } from '../../core/context.ts'
import { err, ok } from '../../core/kernel/result.ts'
import { systemCode } from './fault.ts'
import { LARGEST_SEALED } from './seal.ts'

/** A name that became a link or a pipe after it was listed is neither followed nor waited for (where the system can tell). */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Reads a file of a folder whole, and only a plain file: no link, no device. Refusals: `not_a_plain_file`, `pli_too_large`,
 * `pli_file_unreadable` (gone, no permission, a stick pulled out), `pli_still_growing`.
 */
export function readPliFile(path: string): Outcome<Uint8Array> {
  let file: number
  try {
    file = openSync(path, READ_ONLY)
  } catch (error) {
    const system = systemCode(error)
    return err([system === 'ELOOP' ? { code: 'not_a_plain_file' } : { code: 'pli_file_unreadable', system: system ?? '' }])
  }
  try {
    const { size } = fstatSync(file)
    if (!fstatSync(file).isFile()) return err([{ code: 'not_a_plain_file' }])
    if (size > LARGEST_SEALED) return err([{ code: 'pli_too_large', sizeBytes: size, maximumBytes: LARGEST_SEALED }])
    const bytes = new Uint8Array(size)
    let read = 0
    while (read < size) {
      const count = readSync(file, bytes, read, size - read, read)
      if (count === 0) break
      read += count
    }
    return read === size && fstatSync(file).size === size ? ok(bytes) : err([{ code: 'pli_still_growing' }])
  } catch (error) {
    return err([{ code: 'pli_file_unreadable', system: systemCode(error) ?? '' }])
  } finally {
    closeSync(file)
  }
}
