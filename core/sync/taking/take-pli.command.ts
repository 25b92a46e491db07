import { clockOf } from '../../chain/fact.ts'
import type { Context, Reader, Writer } from '../../context.ts'
import { assert } from '../../kernel/assert.ts'
import { ok } from '../../kernel/result.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { CheckedFacts } from '../format/placed-facts.ts'
import { isKept, keepFork, settleForks } from '../forks/fork.apply.ts'
import { judgeLine, tellSilence } from './line-of-plis.command.ts'
import type { PliSource } from '../format/pli-source.ts'
import type { PliHeader, TakenPli } from '../pli.ts'
import type { JudgedPli } from './judge-pli.query.ts'
import { type Verdict, verdictOf } from './pli-verdict.query.ts'
import { areReceiptsNews, takeReceipts } from './receipts.command.ts'
import { receivingInBulk, settle } from './receive-facts.command.ts'
import { writePli } from './write-pli.command.ts'

/** A pli taken out of its envelope by the machine. */
export interface OpenedPli {
  readonly name: string
  /** SHA-256 of the sealed bytes, 64 hexadecimal digits: the same file is recognised without being opened again. */
  readonly hash: string
  readonly opened: Uint8Array
  /** What the thread that opened these very bytes found out about its facts, with `checkFacts`. */
  readonly checked?: CheckedFacts | undefined
  /** Kept when the pli must wait for another one; without them it is answered `waiting` and must be brought again. */
  readonly sealed?: Uint8Array
}

export interface ShownPli extends TakenPli {
  readonly purpose: PliHeader['purpose'] | 'unreadable'
  /** Milliseconds since 1970, by the clock of its sender. */
  readonly madeAt: number
  readonly recipients: readonly string[]
}

/** Sealed plis kept until others come: beyond it, a pli that would wait is refused and must be brought again. */
const MOST_WAITING_BYTES = 512 * 1024 * 1024
/** Whoever is not known here yet may wait for the pli that names him, in a corner: strangers fill it without keeping others out. */
const MOST_STRANGE_BYTES = 64 * 1024 * 1024

/** Judges everything, then writes all of it in one transaction, keeps it waiting, or refuses. Taking the same file again changes nothing. */
export function takePli(ctx: Context, file: OpenedPli): TakenPli {
  return takePlis(ctx, [file])[0] as TakenPli
}

/** The same for several plis in one transaction, in their order. One that is refused does not touch the others. */
export function takePlis(ctx: Context, files: readonly OpenedPli[]): TakenPli[] {
  try {
    return takeTogether(ctx, files)
  } catch (error) {
    if (!isOfTheBooks(error)) throw error
    return files.length > 1 ? files.flatMap((file) => takePlis(ctx, [file])) : [recordStopped(ctx, files[0] as OpenedPli)]
  }
}

/** A rule of the database or of the program that these facts break; a full disk or a cancelled work is nobody's pli. */
function isOfTheBooks(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'Defect' || String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT')
}

function takeTogether(ctx: Context, files: readonly OpenedPli[]): TakenPli[] {
  const answered = ctx.write((tx) => {
    const before = tx.read<{ id: number }>('SELECT ifnull(MAX(id), 0) AS id FROM notice').get()?.id ?? 0
    const all = receivingInBulk(tx, bytesOf(files) / BYTES_A_FACT, () => {
      const taken = files.map((file) => takeInto(tx, file))
      const touched = new Set(taken.flatMap(({ entities }) => [...entities]))
      if (touched.size > 0) {
        settle(tx, touched)
        settleForks(tx)
      }
      return taken
    })
    const silence = tellSilence(tx)
    const toldAfter = settled(tx, before, all)
    return ok(all.map((each, index) => record(tx, files[index] as OpenedPli, each, [...toldAfter(index), ...(index === all.length - 1 ? silence : [])])))
  })
  assert(answered.ok, 'taking plis answers for each of them')
  return answered.value
}

/** Compressed, and with its share of the header; only to choose how rows are written. */
const BYTES_A_FACT = 80

function bytesOf(files: readonly OpenedPli[]): number {
  return files.reduce((sum, file) => sum + file.opened.length, 0)
}

interface Taken {
  readonly answer: TakenPli
  /** What is recorded of it; undefined for one that was taken before. The facts themselves are let go at once: a batch holds many. */
  readonly received: Received | undefined
  readonly entities: ReadonlySet<number>
}

interface Received {
  readonly header: PliHeader | undefined
  readonly headerHash: string | null
  readonly isSenderKnown: boolean
}

const NOTHING: ReadonlySet<number> = new Set()

function takeInto(tx: Writer, file: OpenedPli): Taken {
  const earlier = takenBefore(tx, file.hash)
  if (earlier) return { answer: { ...again(earlier), file: file.name }, received: undefined, entities: NOTHING }
  const verdict = verdictOf(tx, file)
  const header = verdict.source?.header
  const received: Received = { header, headerHash: verdict.source?.headerHash ?? null, isSenderKnown: verdict.judged?.sender.ok === true }
  const answer: TakenPli = {
    file: file.name, outcome: verdict.outcome, sender: header?.sender.name ?? null, number: header?.number ?? null,
    segments: verdict.segments, refused: verdict.refused, notices: verdict.notices,
  }
  if (verdict.outcome === 'waiting') return { answer: told(withinRoom(tx, file, answer, verdict.judged?.sender.ok ? MOST_WAITING_BYTES : MOST_STRANGE_BYTES), heardOnly(tx, verdict)), received, entities: NOTHING }
  if (verdict.outcome === 'refused') {
    const onlyForks = verdict.refused.every((refusal) => refusal.code === 'pli_forks')
    return { answer: told(answer, [...keepForks(tx, verdict), ...(onlyForks ? heardOnly(tx, verdict) : [])]), received, entities: NOTHING }
  }
  return { ...write(tx, verdict, answer), received }
}

function told(answer: TakenPli, notices: readonly Refusal[]): TakenPli {
  return { ...answer, notices: [...answer.notices, ...notices] }
}

/**
 * What a known sender says it holds counts even when its facts must wait or have parted, and is no part of the books: unheard, both sides
 * would go on sending what the other cannot take, for ever.
 */
function heardOnly(tx: Writer, { source, judged }: Verdict): readonly Refusal[] {
  return source && judged?.sender.ok ? [...keepWitnesses(tx, source, judged).notices, ...takeReceipts(tx, source.header).notices] : []
}

/** Other histories that a known sender shows, before its word about them is heard. */
function keepWitnesses(tx: Writer, source: PliSource, judged: JudgedPli): { readonly isNews: boolean; readonly notices: Refusal[] } {
  const kept = judged.witnesses.filter((each) => each.answer === 'fork').map((each) => keepFork(tx, source, each, source.header.sender.author))
  return { isNews: kept.some((each) => each.isNews), notices: kept.flatMap((each) => each.notices) }
}

function write(tx: Writer, { source, judged }: Verdict, answer: TakenPli): { readonly answer: TakenPli; readonly entities: ReadonlySet<number> } {
  if (!source || !judged) return { answer, entities: NOTHING }
  const entities = writePli(tx, source, judged)
  const nothing = { isNews: false, notices: [] }
  const shown = judged.sender.ok ? keepWitnesses(tx, source, judged) : nothing
  const receipts = judged.sender.ok ? takeReceipts(tx, source.header) : nothing
  const isNews = entities.size > 0 || shown.isNews || receipts.isNews
  if (entities.size > 0) for (const module of ['ledger', 'sync', 'reporting', 'advising']) tx.changed(module)
  return { answer: { ...answer, outcome: isNews ? 'taken' : 'known', notices: [...answer.notices, ...shown.notices, ...receipts.notices] }, entities }
}

function keepForks(tx: Writer, { source, judged }: Verdict): Refusal[] {
  if (!source || !judged) return []
  return judged.segments.flatMap((each) => (each.answer === 'fork' ? keepFork(tx, source, each, judged.sender.ok ? source.header.sender.author : '').notices : []))
}

function withinRoom(tx: Writer, file: OpenedPli, answer: TakenPli, most: number): TakenPli {
  const waiting = tx.read<{ bytes: number }>('SELECT ifnull(SUM(length(bytes)), 0) AS bytes FROM waiting_pli WHERE file_hash <> ?').get(file.hash)?.bytes ?? 0
  if (waiting + (file.sealed?.length ?? 0) <= most) return answer
  return { ...answer, outcome: 'refused', refused: [{ code: 'waiting_room_full' }] }
}

/** What settling told about the entities of each pli, by its place; said once, with the last of the plis that touched them. */
function settled(tx: Reader, before: number, all: readonly Taken[]): (index: number) => Refusal[] {
  const rows = tx.read<{ code: string; data: string; entityId: number }>('SELECT code, data, entity_id AS entityId FROM notice WHERE id > ? AND entity_id IS NOT NULL ORDER BY id').all(before)
  if (rows.length === 0) return () => []
  const last = new Map(all.flatMap(({ entities }, index) => [...entities].map((id) => [id, index] as const)))
  const given = new Set(all.flatMap(({ answer }) => answer.notices.map((notice) => notice.code)))
  const byPli = Map.groupBy(rows.filter((row) => !given.has(row.code)), (row) => last.get(row.entityId))
  return (index) => (byPli.get(index) ?? []).map((row) => ({ ...(JSON.parse(row.data) as object), code: row.code }))
}

function record(tx: Writer, file: OpenedPli, { answer, received }: Taken, more: readonly Refusal[]): TakenPli {
  const given = { ...answer, notices: [...answer.notices, ...more] }
  if (!received) return given
  const { header, headerHash, isSenderKnown } = received
  recordReceived(tx, file, given, received)
  if (given.outcome === 'waiting' && file.sealed) {
    tx.write('INSERT INTO waiting_pli (file_hash, bytes) VALUES (?, ?) ON CONFLICT (file_hash) DO NOTHING').run(file.hash, file.sealed)
  } else if (given.outcome !== 'waiting') tx.write('DELETE FROM waiting_pli WHERE file_hash = ?').run(file.hash)
  // Only a sender who is known has numbers worth counting.
  const line = header && headerHash !== null && given.outcome !== 'refused' && isSenderKnown ? judgeLine(tx, header, headerHash) : []
  return { ...given, notices: [...given.notices, ...line] }
}

function recordReceived(tx: Writer, file: Pick<OpenedPli, 'name' | 'hash'>, answer: TakenPli, { header, headerHash, isSenderKnown }: Received): void {
  const facts = answer.segments.reduce((sum, segment) => sum + segment.facts, 0)
  tx.write(
    `INSERT INTO received_pli (file_hash, name, taken_at, outcome, sender, sender_name, addressee, number, header_hash, logical_time, facts, answer)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file_hash) DO UPDATE SET name = excluded.name, taken_at = excluded.taken_at, outcome = excluded.outcome,
     sender = excluded.sender, sender_name = excluded.sender_name, addressee = excluded.addressee, number = excluded.number, header_hash = excluded.header_hash,
     logical_time = excluded.logical_time, facts = excluded.facts, answer = excluded.answer`,
  ).run(
    // Whom it says to come from counts only when his key signed it: freshness, silences and numbers are told of senders.
    file.hash, file.name, tx.ports.now(), answer.outcome, isSenderKnown ? (header?.sender.author ?? null) : null, header?.sender.name ?? null, header?.to ?? null, header?.number ?? null,
    headerHash, header?.logicalTime ?? null, answer.outcome === 'taken' ? facts : 0, JSON.stringify(answer),
  )
  tx.changed('sync')
}

/** The answer to a file that was taken to the end before: everything in it is known. */
function again(earlier: TakenPli): TakenPli {
  const segments = earlier.segments.map((segment) => ({ ...segment, answer: 'known' as const, facts: 0 }))
  return { ...earlier, outcome: 'known', segments, notices: [] }
}

function takenBefore(reader: Reader, hash: string): TakenPli | undefined {
  const row = reader.read<{ answer: string }>(`SELECT answer FROM received_pli WHERE file_hash = ? AND outcome IN ('taken', 'known')`).get(hash)
  return row && (JSON.parse(row.answer) as TakenPli)
}

function refusedFile(name: string, refusal: Refusal): TakenPli {
  return { file: name, outcome: 'refused', sender: null, number: null, segments: [], refused: [refusal], notices: [] }
}

/** Signed facts that the books cannot bear: refused, so that the others go on. */
function recordStopped(ctx: Context, file: OpenedPli): TakenPli {
  const { source, judged } = verdictOf(ctx, file)
  const header = source?.header
  const answer = { ...refusedFile(file.name, { code: 'pli_stops_books' }), sender: header?.sender.name ?? null, number: header?.number ?? null }
  ctx.write((tx) => ok(recordReceived(tx, file, answer, { header, headerHash: null, isSenderKnown: judged?.sender.ok === true })))
  return answer
}

/** A file that the machine could not open (not sealed for this workspace, damaged, no pli) is recorded with its refusal, so that the history shows it. */
export function recordUnopened(ctx: Context, file: { readonly name: string; readonly hash: string }, refusal: Refusal): TakenPli {
  const answer = refusedFile(file.name, refusal)
  if (!takenBefore(ctx, file.hash)) ctx.write((tx) => ok(recordReceived(tx, file, answer, { header: undefined, headerHash: null, isSenderKnown: false })))
  return answer
}

/** Would taking this say `taken`? New facts, another history shown, or a receipt that says more than the one before. */
function bringsNews(reader: Reader, { source, judged, segments }: Verdict): boolean {
  if (segments.some((segment) => segment.answer === 'new')) return true
  if (!source || !judged?.sender.ok) return false
  return judged.witnesses.some((each) => each.answer === 'fork' && !isKept(reader, each, source.header.sender.author)) || areReceiptsNews(reader, source.header)
}

/** What a pli holds and what taking it would answer; writes nothing. */
export function showPli(ctx: Reader, file: Pick<OpenedPli, 'name' | 'opened'>): ShownPli {
  const verdict = verdictOf(ctx, file)
  const header = verdict.source?.header
  const isKnown = verdict.outcome === 'taken' && !bringsNews(ctx, verdict)
  return {
    file: file.name, outcome: isKnown ? 'known' : verdict.outcome, sender: header?.sender.name ?? null, number: header?.number ?? null,
    segments: verdict.segments, refused: verdict.refused, notices: verdict.notices,
    purpose: header?.purpose ?? 'unreadable', madeAt: header ? clockOf(header.logicalTime) : 0, recipients: header?.recipients.map((recipient) => recipient.name) ?? [],
  }
}
