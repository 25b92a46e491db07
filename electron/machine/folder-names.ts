import { opendirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { guarded } from './fault.ts'

/** How many names are held and put in order at a time: a folder of any size is read in bounded memory. */
const NAMES_AT_ONCE = 10_000
/** A folder deeper than this was made to be endless. */
const DEEPEST = 20

export const PLI_EXTENSION = '.pli'

/**
 * The plis of a folder, by their full path, in the order of their names (by tens of thousands). Links are not followed, neither
 * to files nor to folders; hidden and half-written names (`.x`, `x.part`) are not plis. Fault `file_missing` when the folder is gone.
 */
export function* pliNames(folder: string, recursive: boolean, depth = 0): Generator<string> {
  const folders: string[] = []
  let names: string[] = []
  const directory = guarded({ path: folder }, () => opendirSync(folder))
  try {
    for (;;) {
      const found = guarded({ path: folder }, () => directory.readSync())
      if (found === null) break
      if (found.name.startsWith('.')) continue
      if (found.isDirectory() && recursive && depth < DEEPEST) folders.push(found.name)
      else if (isPli(found)) names.push(found.name)
      if (names.length < NAMES_AT_ONCE) continue
      yield* inOrder(folder, names)
      names = []
    }
  } finally {
    directory.closeSync()
  }
  yield* inOrder(folder, names)
  for (const name of folders.sort()) yield* pliNames(join(folder, name), recursive, depth + 1)
}

function isPli(found: Dirent): boolean {
  return found.isFile() && found.name.toLowerCase().endsWith(PLI_EXTENSION)
}

function* inOrder(folder: string, names: string[]): Generator<string> {
  for (const name of names.sort()) yield join(folder, name)
}
