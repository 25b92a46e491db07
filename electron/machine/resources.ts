import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '../../core/kernel/assert.ts'
import type { Chart, ChartLibrary } from '../../core/ledger/chart.ts'
import { parseStatementModel, type StatementLibrary, type StatementModel } from '../../core/reporting/statement-model.ts'
import { programFolder } from './paths.ts'

const PLAIN_ID = /^[a-z0-9][a-z0-9-]{0,60}$/u
const read = new Map<string, unknown>()

/** A file of `resources/<folder>/`, read once; undefined when there is none by that id. */
function resource(folder: 'charts' | 'statements', id: string): unknown {
  if (!PLAIN_ID.test(id)) return undefined
  const key = `${folder}/${id}`
  if (!read.has(key)) {
    const path = join(programFolder(), 'resources', folder, `${id}.json`)
    read.set(key, existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined)
  }
  return read.get(key)
}

/** The charts shipped with the program. */
export const charts: ChartLibrary = (id) => resource('charts', id) as Chart | undefined

let words: readonly string[] | undefined

/** The words of fingerprints, in their order: French, whatever the language of the interface, so that both sides read the same. */
export function fingerprintWords(): readonly string[] {
  words ??= readFileSync(join(programFolder(), 'resources', 'words', 'fr.txt'), 'utf8').split('\n').filter((word) => word !== '')
  return words
}

const models = new Map<string, StatementModel | undefined>()

/** The models of annual statements shipped with the program, checked once when first asked. */
export const statements: StatementLibrary = (id) => {
  if (!models.has(id)) {
    const found = resource('statements', id)
    const parsed = found === undefined ? undefined : parseStatementModel(found)
    assert(parsed === undefined || parsed.ok, `the statement model ${id} is not well formed`)
    models.set(id, parsed?.ok ? parsed.value : undefined)
  }
  return models.get(id)
}
