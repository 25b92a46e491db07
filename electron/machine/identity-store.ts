import type { AuthorId } from '../../core/kernel/ids.ts'
import type { Connection } from './database.ts'
import { now } from './clock.ts'
import type { Sealed, SealedBy } from './identity-seal.ts'

/** Which keys: those in use, or those that a rotation under way brings. */
export type KeySlot = 1 | 2
export const IN_USE = 1
export const COMING = 2

/** Keys as the workspace file keeps them. */
export interface StoredKeys extends Sealed {
  readonly signingKey: string
  readonly sealingKey: string
}

/** The table `identity` of one workspace. */
export class IdentityStore {
  readonly #connection: Connection
  readonly #author: AuthorId

  constructor(connection: Connection, author: AuthorId) {
    this.#connection = connection
    this.#author = author
  }

  /** Undefined when there are none, and in a file of an earlier version that is only read. */
  read(slot: KeySlot): StoredKeys | undefined {
    if (!this.#hasTable()) return undefined
    return this.#connection.prepare(`SELECT signing_key AS signingKey, sealing_key AS sealingKey, sealed_by AS sealedBy, sealed, parameters FROM identity WHERE id = ?`)
      .get(slot) as StoredKeys | undefined
  }

  /**
   * Writes the keys of a slot, over those that were there. `author`: the workspace takes, with them, the name under which a lost one was
   * known; the file is opened again after.
   */
  put(slot: KeySlot, keys: StoredKeys, author: AuthorId = this.#author): void {
    this.#cleanly(() => {
      if (author !== this.#author) this.#connection.prepare("UPDATE setting SET value = ? WHERE key = 'author'").run(author)
      this.#connection.prepare('DELETE FROM identity WHERE id = ?').run(slot)
      this.#connection.prepare('INSERT INTO identity (id, signing_key, sealing_key, sealed_by, sealed, parameters, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(slot, keys.signingKey, keys.sealingKey, keys.sealedBy satisfies SealedBy, Buffer.from(keys.sealed), keys.parameters, now())
    })
  }

  /** The keys that a rotation brought take the place of the others. */
  promote(): void {
    this.#cleanly(() => {
      this.#connection.prepare('DELETE FROM identity WHERE id = ?').run(IN_USE)
      this.#connection.prepare('UPDATE identity SET id = ? WHERE id = ?').run(IN_USE, COMING)
    })
  }

  drop(slot: KeySlot): void {
    this.#cleanly(() => void this.#connection.prepare('DELETE FROM identity WHERE id = ?').run(slot))
  }

  /** Has this workspace said, in its own streams, that these are its keys from now on? Headquarters says it by its root. */
  saysRotatedTo(signingKey: string): boolean {
    const own = `FROM fact JOIN stream ON stream.id = fact.stream_id`
    return this.#connection.prepare(
      `SELECT 1 ${own} WHERE author = ? AND kind = 'KeyRotated' AND json_extract(body, '$.signingKey') = ?
      UNION ALL SELECT 1 ${own}, json_each(body, '$.statement.working') AS working WHERE author = ? AND kind = 'RootStated' AND json_extract(working.value, '$.signingKey') = ?`,
    ).get(this.#author, signingKey, this.#author, signingKey) !== undefined
  }

  /** Has this workspace written any fact of its own? */
  hasWritten(): boolean {
    return this.#connection.prepare('SELECT 1 FROM fact JOIN stream ON stream.id = fact.stream_id WHERE stream.author = ? LIMIT 1').get(this.#author) !== undefined
  }

  #hasTable(): boolean {
    return this.#connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'identity'").get() !== undefined
  }

  /** Keys sealed in an earlier way leave no copy in a freed page or in the log of the file: what protected them may have become known. */
  #cleanly(work: () => void): void {
    this.#connection.pragma('secure_delete = ON')
    try {
      this.#connection.transaction(work).immediate()
      this.#connection.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      this.#connection.pragma('secure_delete = OFF')
    }
  }
}
