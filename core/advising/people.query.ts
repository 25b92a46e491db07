import type { Reader } from '../context.ts'
import type { GrantedRole } from '../ledger/own-access.query.ts'
import type { Signer } from './advice.ts'

export function signerOf(reader: Reader, entityId: number, author: string): Signer {
  const row = reader.read<{ person: string; office: string | null }>('SELECT person, ifnull((SELECT name FROM office WHERE office.code = access.office LIMIT 1), office) AS office FROM access WHERE entity_id = ? AND author = ?').get(entityId, author)
  return { author, person: row?.person ?? null, office: row?.office ?? null, own: author === reader.ports.author }
}

/** Somebody who reads the books of an entity by a grant that is in force; headquarters reads all of them and is not in this list. */
export interface BooksReader {
  readonly person: string
  readonly role: GrantedRole
  /** Its name, or its code as long as its name has not come. */
  readonly office: string | null
  readonly device: string
  readonly own: boolean
}

const READERS = `SELECT access.author, person, role, device, ifnull((SELECT name FROM office WHERE office.code = access.office LIMIT 1), office) AS office
  FROM access WHERE entity_id = ? AND NOT EXISTS (SELECT 1 FROM access_revoked JOIN fact ON fact.id = fact_id
    WHERE access_revoked.entity_id = access.entity_id AND access_revoked.author = access.author AND fact.logical_time > access.logical_time)
  ORDER BY CASE role WHEN 'porteur' THEN 1 WHEN 'associate' THEN 2 WHEN 'adviser' THEN 3 ELSE 4 END, person, device`

export function booksReaders(reader: Reader, entityId: number): BooksReader[] {
  return reader.read<Omit<BooksReader, 'own'> & { author: string }>(READERS).all(entityId)
    .map(({ author, ...row }) => ({ ...row, own: author === reader.ports.author }))
}
