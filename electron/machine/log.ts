import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { MachineFault, systemCode } from './fault.ts'
import { dataFolder } from './paths.ts'

const LARGEST_LOG = 4 * 1024 * 1024
/** Whatever a caller hands by mistake under these names is not written. */
const SECRET = ['token', 'code', 'passphrase', 'password', 'cookie', 'authorization', 'iban', 'input', 'key']

let logger: Logger | undefined

/** The journal of the program: JSON lines in the person's data folder, made at its first line. Never holds an amount or a name. */
export function log(): Logger {
  logger ??= open()
  return logger
}

function open(): Logger {
  // Loaded here: most commands have nothing to log and should not wait for it.
  const pino = createRequire(import.meta.url)('pino') as typeof import('pino')
  const options = {
    base: { pid: process.pid },
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '[…]' },
  }
  try {
    const folder = join(dataFolder(), 'log')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'archipel.log')
    if (existsSync(file) && statSync(file).size > LARGEST_LOG) renameSync(file, join(folder, 'archipel.1.log'))
    return pino.pino(options, pino.destination({ dest: file, sync: true, mode: 0o600 }))
  } catch {
    // A disk that takes no journal must not stop the books.
    return pino.pino({ ...options, enabled: false })
  }
}

/**
 * Writes down what was thrown and answers the reference by which the person may quote it. Of an unknown error only the
 * class, the system's code and the places in the program are kept: a message may carry a name or an amount.
 */
export function logThrown(where: string, thrown: unknown): string {
  const reference = randomBytes(4).toString('hex')
  const chain: unknown[] = []
  for (let error = thrown; error instanceof Error && chain.length < 4; error = error.cause) chain.push(describe(error))
  log().error({ reference, where, thrown: chain.length > 0 ? chain : typeof thrown })
  return reference
}

function describe(error: Error): Record<string, unknown> {
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line)).slice(0, 12)
  return {
    class: error.name,
    ...(error instanceof MachineFault ? { fault: error.code } : {}),
    ...(error instanceof MachineFault || systemCode(error) === undefined ? {} : { system: systemCode(error) }),
    places: places.map((line) => line.trim().replace(/\(?file:\/\/.*\/(electron|core|node_modules)\//u, '($1/')),
  }
}
