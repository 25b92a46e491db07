import type { Reader, Writer } from '../context.ts'
import { factId, sequenceOf, spanOf } from '../kernel/ids.ts'
import { canonicalJson, type Json } from './canonical-json.ts'
import { type AppliedFact, canonicalFact, GENESIS, nextLogicalTime, HEADQUARTERS_LETTER, type Stream } from './fact.ts'
import { findStream, freeLetter, openStream, OWN_HEADQUARTERS_LETTER } from './stream.apply.ts'

/** The end of a stream that this workspace writes, remembered between facts of one connection. */
interface Head {
  readonly stream: Stream
  sequence: number
  hash: string
  logicalTime: number
}

const INSERT = 'INSERT INTO fact (id, logical_time, kind, version, body, hash) VALUES (?, ?, ?, ?, ?, unhex(?))'

/** Finds or opens this workspace's own stream in the books of an entity; its letter is the first one free. */
export function ownHead(tx: Writer, entityId: number): Head {
  let heads = tx.memory.get('heads') as Map<number, Head> | undefined
  if (!heads) tx.memory.set('heads', (heads = new Map()))
  let head = heads.get(entityId)
  if (!head) {
    heads.set(entityId, (head = readHead(tx, ownStream(tx, entityId))))
    head.logicalTime = Math.max(head.logicalTime, latestKnown(tx, entityId))
  }
  return head
}

function ownStream(tx: Writer, entityId: number): Stream {
  const author = tx.ports.author
  return findStream(tx, entityId, author) ?? openStream(tx, entityId, author, ownLetter(tx, entityId))
}

/** The letter that headquarters granted; its own in the books of others; else the first one free, as in books that never joined. */
function ownLetter(tx: Writer, entityId: number): string {
  const granted = tx.read<{ device: string }>('SELECT device FROM access WHERE entity_id = ? AND author = ?').get(entityId, tx.ports.author)
  const taken = (letter: string): boolean => tx.read('SELECT 1 FROM stream WHERE entity_id = ? AND device = ?').get(entityId, letter) !== undefined
  if (granted && !taken(granted.device)) return granted.device
  const headquarters = tx.read("SELECT 1 FROM setting WHERE key = 'kind' AND value = 'headquarters'").get() !== undefined
  const ownBooks = headquarters && tx.read("SELECT 1 FROM entity_profile WHERE entity_id = ? AND kind = 'headquarters'").get(entityId) !== undefined
  const named = tx.read<{ letter: string }>('SELECT value AS letter FROM setting WHERE key = ?').get(OWN_HEADQUARTERS_LETTER)?.letter
  if (!headquarters || (ownBooks && named === undefined)) return freeLetter(tx, entityId)
  // Several machines of headquarters write in the same books without meeting: the root gave each its own letter.
  const letter = named ?? HEADQUARTERS_LETTER
  return taken(letter) ? freeLetter(tx, entityId, HEADQUARTERS_LETTER) : letter
}

function readHead(tx: Reader, stream: Stream): Head {
  const last = tx
    .read<{ id: number; logicalTime: number; hash: string }>(
      'SELECT id, logical_time AS logicalTime, lower(hex(hash)) AS hash FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1',
    )
    .get(...spanOf(stream.id))
  if (!last) return { stream, sequence: 0, hash: GENESIS, logicalTime: 0 }
  return { stream, sequence: sequenceOf(last.id as AppliedFact['id']), hash: last.hash, logicalTime: last.logicalTime }
}

const A_DAY = 86_400_000

/**
 * The latest logical time of any machine that writes these books: what is signed after it was seen must be later, whatever this machine's
 * clock says. A time more than a day ahead is some machine's broken clock and pushes nobody.
 */
function latestKnown(tx: Reader, entityId: number): number {
  const row = tx
    .read<{ latest: number | null }>(
      `SELECT MAX(logical_time) AS latest FROM stream JOIN fact ON fact.id = (SELECT MAX(id) FROM fact WHERE id > stream.id << 32 AND id < (stream.id + 1) << 32)
       WHERE entity_id = ? AND logical_time <= ?`,
    )
    .get(entityId, nextLogicalTime(0, tx.ports.now() + A_DAY))
  return row?.latest ?? 0
}

function timeOfNext(tx: Writer, head: Head): number {
  return nextLogicalTime(Math.max(head.logicalTime, (tx.memory.get('latest') as number | undefined) ?? 0), tx.ports.now())
}

/**
 * What a whole record must say to replace the one that stands and that its writer sees: nothing when it is later anyway; the effective
 * time of the other when that one lies ahead (the clock of some machine is wrong), and the fact is then of version 2.
 */
export function overriding(tx: Writer, entityId: number, standing: number | undefined): { readonly overrides?: number } {
  return standing === undefined || standing < timeOfNext(tx, ownHead(tx, entityId)) ? {} : { overrides: standing }
}

/** Forgets what is remembered of an entity's streams: facts of others have come. */
export function forgetHeads(tx: Writer, entityId: number): void {
  const heads = tx.memory.get('heads') as Map<number, Head> | undefined
  heads?.delete(entityId)
}

/**
 * Appends a fact to this workspace's stream of the entity and answers it, ready to be applied.
 * `canonicalBody` must be the RFC 8785 text of `body`; it is made here when not given.
 */
export function appendFact<Body extends Json>(
  tx: Writer,
  entityId: number,
  kind: string,
  version: number,
  body: Body,
  canonicalBody: string = canonicalJson(body),
): AppliedFact<Body> {
  const head = ownHead(tx, entityId)
  const sequence = head.sequence + 1
  const logicalTime = timeOfNext(tx, head)
  const hash = tx.ports.sha256(head.hash + canonicalFact(head.stream, sequence, logicalTime, kind, version, canonicalBody))
  const id = factId(head.stream.id, sequence)
  tx.write(INSERT).run(id, logicalTime, kind, version, canonicalBody, hash)
  head.sequence = sequence
  head.hash = hash
  head.logicalTime = logicalTime
  tx.memory.set('latest', logicalTime)
  return { id, stream: head.stream, logicalTime, kind, version, body }
}

