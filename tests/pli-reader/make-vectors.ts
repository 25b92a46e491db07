import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openSealed, sealBytes } from '../../electron/machine/seal.ts'
import { must } from '../fixtures/books.ts'
import { type Vector, vectors } from './vectors.ts'

/*
 * Writes tests/golden/plis. Opened bytes are always the same; age seals with fresh randomness, so that a file is written again only when what it
 * holds changed. Run: node tests/pli-reader/make-vectors.ts
 */
export const FOLDER = fileURLToPath(new URL('../golden/plis/', import.meta.url))

export interface Keys {
  /** Opens the vectors. */
  readonly secret: string
  readonly recipient: string
  readonly otherRecipient: string
}

export function keysOfVectors(): Keys {
  return JSON.parse(readFileSync(`${FOLDER}keys.json`, 'utf8')) as Keys
}

export function allVectors(keys: Keys): ReturnType<typeof vectors> {
  return vectors({ sealingKey: keys.recipient, name: 'siege' })
}

async function isSame(path: string, keys: Keys, vector: Vector): Promise<boolean> {
  if (!existsSync(path)) return false
  if (vector.sealed !== undefined || vector.forAnother === true) return true
  const opened = await openSealed(readFileSync(path), keys.secret)
  return opened.ok && Buffer.from(opened.value).equals(vector.opened)
}

async function write(kind: 'good' | 'bad', list: readonly Vector[], keys: Keys): Promise<void> {
  const folder = `${FOLDER}${kind}/`
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!list.some((vector) => `${vector.name}.pli` === name)) rmSync(`${folder}${name}`)
  for (const vector of list) {
    const path = `${folder}${vector.name}.pli`
    if (await isSame(path, keys, vector)) continue
    const sealed = Buffer.from(must(await sealBytes(vector.opened, [vector.forAnother === true ? keys.otherRecipient : keys.recipient])))
    const other = Buffer.from(must(await sealBytes(vector.opened, [keys.recipient])))
    writeFileSync(path, vector.sealed ? vector.sealed(sealed, other) : sealed)
  }
}

export async function makeVectors(): Promise<void> {
  if (!existsSync(`${FOLDER}keys.json`)) {
    const { generateIdentity, identityToRecipient } = await import('age-encryption')
    const secret = await generateIdentity()
    mkdirSync(FOLDER, { recursive: true })
    const keys: Keys = { secret, recipient: await identityToRecipient(secret), otherRecipient: await identityToRecipient(await generateIdentity()) }
    writeFileSync(`${FOLDER}keys.json`, `${JSON.stringify(keys, null, 2)}\n`)
  }
  const keys = keysOfVectors()
  const { good, bad } = allVectors(keys)
  await write('good', good, keys)
  await write('bad', bad, keys)
  const says = (list: readonly Vector[]) => Object.fromEntries(list.map((vector) => [vector.name, vector.says]))
  writeFileSync(`${FOLDER}contents.json`, `${JSON.stringify({ good: says(good), bad: says(bad) }, null, 2)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeVectors()
