import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { guarded } from './fault.ts'
import { dataFolder } from './paths.ts'
import { rootKeyIn } from './root-keys.ts'

const NUMBERS = [1, 2, 3] as const

export interface KeptRootFile {
  readonly number: number
  /** The public root key that it seals. */
  readonly key: string
  readonly bytes: Uint8Array
}

/**
 * Root key files between the founding and the moment when the person said that each is where it belongs: in the data folder of this account, sealed by
 * their passphrases as they will stay. A window that closes in between loses none of them. Written before the founding is recorded.
 */
export function keepRootFiles(author: string, files: readonly Uint8Array[]): void {
  for (const [index, bytes] of files.entries()) {
    const path = pathOf(author, index + 1)
    guarded({ path }, () => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, bytes, { mode: 0o600, flush: true })
    })
  }
}

/** Those of a workspace that are still kept here; files that are none are not listed. */
export function keptRootFiles(author: string): readonly KeptRootFile[] {
  return NUMBERS.flatMap((number) => {
    try {
      const bytes = readFileSync(pathOf(author, number))
      const key = rootKeyIn(bytes)
      return key === undefined ? [] : [{ number, key, bytes }]
    } catch {
      return []
    }
  })
}

export function forgetRootFiles(author: string): void {
  for (const number of NUMBERS) {
    const path = pathOf(author, number)
    guarded({ path }, () => rmSync(path, { force: true }))
  }
}

function pathOf(author: string, number: number): string {
  return join(dataFolder(), 'root-keys', `${author.replace(/[^0-9A-Za-z]/gu, '')}-${number}.json`)
}
