import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chart, ChartLibrary } from '../../core/ledger/chart.ts'
import { programFolder } from './paths.ts'

const PLAIN_ID = /^[a-z0-9][a-z0-9-]{0,60}$/u
const read = new Map<string, unknown>()

/** A file of `resources/<folder>/`, read once; undefined when there is none by that id. */
export function resource(folder: 'charts' | 'statements', id: string): unknown {
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
