import type { Identity, Ports, ProgressStep } from '../../core/context.ts'
import { createContext } from '../../core/context.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { now, today } from './clock.ts'
import { type Connection, driverOf, openInMemory, ormOf } from './database.ts'
import { decodeText } from './decode-text.ts'
import type { MemoryFiles } from './files.ts'
import { sha256 } from './hash.ts'
import { newId } from './ids.ts'
import { migrate, type MigrationSet } from './migrate.ts'
import { preparedCrypto } from './prepared.ts'
import { charts, fingerprintWords, statements } from './resources.ts'

export interface PortsOptions {
  readonly connection: Connection
  readonly migrations: MigrationSet
  readonly author: AuthorId
  /** The keys of the workspace, as they stand at the moment of asking. */
  readonly identity?: () => Identity | undefined
  readonly files: MemoryFiles
  readonly progress: (step: ProgressStep) => void
  /** The working date when it is not the clock's. */
  readonly on?: CalendarDate | undefined
}

/** The machine as the core sees it, over one open connection. */
export function createPorts(options: PortsOptions): Ports {
  const ports: Ports = {
    driver: driverOf(options.connection),
    orm: ormOf(options.connection),
    now,
    today: () => options.on ?? today(),
    newId,
    sha256,
    author: options.author,
    crypto: preparedCrypto,
    identity: options.identity ?? (() => undefined),
    charts,
    statements,
    words: fingerprintWords,
    files: options.files,
    decodeText,
    progress: options.progress,
    openScratch() {
      const connection = openInMemory()
      migrate(connection, options.migrations)
      // A replay applies facts in the order of their streams, which is not the order of foreign keys.
      connection.pragma('foreign_keys = OFF')
      const scratch = createPorts({ ...options, connection })
      return { ctx: createContext(scratch), close: () => void connection.close() }
    },
  }
  return ports
}
