import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programFolder } from './paths.ts'

/** The program's own version, as `package.json` says it. */
export const PROGRAM_VERSION: string = (JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8')) as { version: string }).version
