import { recordAdvice } from '../../advising/record-advice.command.ts'
import type { AdvisingFacts, EntryProposed, ProposalAnswered, ProposalWithdrawn } from '../../advising/advising-facts.ts'
import type { Context, Outcome, Reader, Writer } from '../../context.ts'
import type { AuthorId, EntityId, EntryId } from '../../kernel/ids.ts'
import { factId, spanOf } from '../../kernel/ids.ts'
import { err, ok, type Refusal } from '../../kernel/result.ts'
import { bookDocument } from '../../ledger/attach-document.command.ts'
import { books, yearOn } from '../../ledger/books.query.ts'
import { bookClosing, bookReopening } from '../../ledger/close-period.command.ts'
import type { ProposedEntry } from '../../ledger/entry.ts'
import { entryReference } from '../../ledger/entry-reference.ts'
import { nameFact } from '../../ledger/fact-name.query.ts'
import type {
  AccountRecorded, AxisValueRecorded, DocumentAttached, EntityDescribed, EntryPosted, FactName, FiscalYearOpened, JournalRecorded, LedgerFacts, LinesMatched, MatchUndone, PartyRecorded, PeriodClosed,
  PeriodReopened,
} from '../../ledger/ledger-facts.ts'
import { bookMatch } from '../../ledger/match-lines.command.ts'
import { bookEntry } from '../../ledger/post-entry.command.ts'
import { recordFact } from '../../ledger/record-fact.command.ts'
import { openYear } from '../../ledger/records.command.ts'
import { copyUpToFork } from './fork-copy.command.ts'
import { streamHere } from '../taking/walk-pli.query.ts'

export interface ForkRepaired {
  readonly entriesBookedAgain: number
  /** Accounts, parties, years, matches, documents and the rest. */
  readonly othersBookedAgain: number
  /** What could not be done again because the books meanwhile say otherwise (a match whose lines are taken, a year that overlaps). */
  readonly leftOut: readonly Refusal[]
}

interface OldFact {
  readonly sequence: number
  readonly kind: string
  readonly body: string
}

interface OldStream {
  readonly id: number
  readonly uid: EntityId
  readonly device: string
  readonly author: AuthorId
}

/** One stream of the old file while it is done again: old sequences and the names they have now. */
interface Repair {
  readonly tx: Writer
  readonly old: Reader
  readonly entityId: number
  readonly stream: OldStream
  /** The last fact that both histories have. */
  readonly shared: number
  readonly names: Map<number, FactName>
  readonly leftOut: Refusal[]
}

/**
 * Books again, in the own streams of this new workspace, what the file of `old` wrote after its history parted from the one that
 * headquarters holds: entries in their order, each with a reason that names the old one, and what was attached to them. An empty workspace
 * is first given what both histories share; one that already took headquarters' pli goes on from there. All or nothing. Refusals:
 * `fork_not_found` (the old file was shown no other history), `fork_place_unknown` (nor where it parted, and the new file is empty), `fork_nothing_to_repair` (nothing of the old file parts from what is here),
 * `fork_entity_missing` (headquarters has not sent these books here), and whatever the books refuse of an entry.
 */
export function repairFork(ctx: Context, old: Reader): Outcome<ForkRepaired> {
  return ctx.write((tx) => {
    if (!tx.read('SELECT 1 FROM entity').get()) {
      const copied = copyUpToFork(tx, old)
      if (!copied.ok) return copied
    }
    const streams = old.read<OldStream>('SELECT stream.id, uid, device, stream.author FROM stream JOIN entity ON entity.id = entity_id WHERE stream.author = ? ORDER BY stream.id').all(old.ports.author)
    let [entries, others, before] = [0, 0, 0]
    const leftOut: Refusal[] = []
    for (const stream of streams) {
      const done = repairedUpTo(tx, stream)
      before += done
      const parted = factsAfterParting(tx, old, stream)
      const facts = parted.filter((fact) => fact.sequence > done)
      if (facts.length === 0) continue
      const entity = tx.read<{ id: number }>('SELECT id FROM entity WHERE uid = ?').get(stream.uid)
      if (!entity) return err([{ code: 'fork_entity_missing', entity: stream.uid }])
      const repair: Repair = { tx, old, entityId: entity.id, stream, shared: (parted[0]?.sequence ?? 1) - 1, names: new Map(), leftOut }
      for (const fact of facts) {
        const again = doAgain(repair, fact)
        if (!again.ok) return again
        if (again.value && fact.kind === 'EntryPosted') entries += 1
        else if (again.value) others += 1
      }
      noteRepaired(tx, stream, facts.at(-1)?.sequence ?? 0)
    }
    return before + entries + others === 0 && leftOut.length === 0 ? err([{ code: 'fork_nothing_to_repair' }]) : ok({ entriesBookedAgain: entries, othersBookedAgain: others, leftOut })
  })
}

const REPAIRED = (stream: OldStream): string => `fork-repaired:${stream.uid}:${stream.author}`

/** How far this was done before: a repair may be asked for again. */
function repairedUpTo(tx: Writer, stream: OldStream): number {
  return Number(tx.read<{ value: string }>('SELECT value FROM setting WHERE key = ?').get(REPAIRED(stream))?.value ?? 0)
}

function noteRepaired(tx: Writer, stream: OldStream, sequence: number): void {
  tx.write('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(REPAIRED(stream), String(sequence))
}

/** The facts of an old stream from the first one that is not here with the same hash. Hashes stand for all before them: halving finds it. */
function factsAfterParting(tx: Writer, old: Reader, stream: OldStream): OldFact[] {
  const here = streamHere(tx, stream.uid, stream.author)
  const [start, end] = spanOf(stream.id)
  const hashOf = old.read<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM fact WHERE id = ?')
  const isShared = (sequence: number): boolean => sequence <= here.sequence && hashOf.get(start + sequence)?.hash === here.hashAt(sequence)
  let [shared, parted] = [0, here.sequence + 1]
  while (parted - shared > 1) {
    const middle = Math.floor((shared + parted) / 2)
    if (isShared(middle)) shared = middle
    else parted = middle
  }
  return old.read<OldFact>('SELECT sequence, kind, body FROM fact WHERE id > ? AND id < ? ORDER BY id').all(start + shared, end)
}

type Done = Outcome<boolean>

/** Whether something was written again; a refusal of an entry stops the whole repair, the rest is left out and told. */
function doAgain(repair: Repair, fact: OldFact): Done {
  const body: unknown = JSON.parse(fact.body)
  if (fact.kind === 'EntryPosted') return entryAgain(repair, fact.sequence, body as EntryPosted)
  const again = AGAIN[fact.kind]
  // Trust, and what this program does not know: granted anew by headquarters, or none of the books' business.
  if (!again) return ok(false)
  const done = again(repair, body as never, fact)
  if (!done.ok) {
    repair.leftOut.push(...done.error)
    return ok(false)
  }
  return done
}

/** Where an entry done again comes from, unless it was imported: then it keeps that. */
const sourceOf = (author: string, sequence: number): string => `repris:${author}/${sequence}`

function bySource({ tx, entityId }: Repair, source: string): EntryId | undefined {
  return tx.read<{ id: EntryId }>('SELECT id FROM entry WHERE source = ? AND entity_id = ? LIMIT 1').get(source, entityId)?.id
}

/** False when the same entry is already here: imported again after the backup was restored or before it was made, or done again by another new file. */
function entryAgain(repair: Repair, sequence: number, body: EntryPosted): Done {
  const { tx, entityId, stream } = repair
  const source = body.source ?? sourceOf(stream.author, sequence)
  const here = body.source === undefined ? bySource(repair, source) : importedHere(repair, body, source)
  if (here !== undefined) {
    repair.names.set(sequence, nameFact(tx, here))
    return ok(false)
  }
  const entry = entryReference(body.journal, body.year, body.number, stream.device)
  const reason = `${body.reason === undefined ? '' : `${body.reason} — `}Repris de ${entry} (${stream.author}/${sequence}), sauvegarde restaurée`
  const { closedUntil, years } = books(tx, entityId)
  const isClosed = closedUntil !== undefined && body.date <= closedUntil
  // The day is closed meanwhile: the first open one, its own kept as the day of its document.
  const today = tx.ports.today()
  const open = isClosed && today > closedUntil && yearOn(years, today) ? today : years.find((year) => year.startOn > (closedUntil ?? ''))?.startOn
  const proposed: ProposedEntry = {
    journal: body.journal, date: isClosed && open ? open : body.date, label: body.label, documentRef: body.documentRef,
    documentOn: body.documentOn ?? (isClosed ? body.date : undefined), source, reason,
    ...(isClosed ? {} : { nature: body.nature }), ...(body.reverses ? { reverses: nameNow(repair, body.reverses) } : {}),
    lines: body.lines.map((line) => ({ ...line, debitCents: line.debitCents ?? 0, creditCents: line.creditCents ?? 0 })),
  }
  const posted = bookEntry(tx, entityId, proposed)
  if (!posted.ok) return err(posted.error.map((problem) => ({ ...problem, entry })))
  repair.names.set(sequence, nameFact(tx, posted.value.id))
  return ok(true)
}

function importedHere({ tx, entityId }: Repair, body: EntryPosted, source: string): EntryId | undefined {
  return tx
    .read<{ id: EntryId }>(
      `SELECT entry.id FROM entry JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id
       WHERE source = ? AND entry.entity_id = ? AND journal.code = ? AND year.code = ? LIMIT 1`,
    )
    .get(source, entityId, body.journal, body.year)?.id
}

/** How a fact is named here: by its new name where it was done again, now or in an earlier repair, else as it was. */
function nameNow(repair: Repair, name: FactName): FactName {
  if (name.author !== repair.stream.author || name.sequence <= repair.shared) return name
  const known = repair.names.get(name.sequence)
  if (known) return known
  const earlier = bySource(repair, sourceOf(name.author, name.sequence))
  return earlier === undefined ? name : nameFact(repair.tx, earlier)
}

/** The local id of a fact of the old file, undefined when it is not here. */
function idNow(repair: Repair, name: FactName): EntryId | undefined {
  const { tx, entityId } = repair
  const { author, sequence } = nameNow(repair, name)
  const row = tx.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ? AND author = ?').get(entityId, author)
  const id = row && factId(row.id, sequence)
  return id !== undefined && tx.read('SELECT 1 FROM fact WHERE id = ?').get(id) ? id : undefined
}

type Again<Body> = (repair: Repair, body: Body, fact: OldFact) => Done

/** A record whole, unless the same stands here already. */
function recordAgain<Kind extends 'EntityDescribed' | 'AccountRecorded' | 'JournalRecorded' | 'PartyRecorded' | 'AxisValueRecorded'>(kind: Kind): Again<LedgerFacts[Kind]> {
  return ({ tx, entityId }, body) => {
    const { overrides: _, ...record } = body as LedgerFacts[Kind] & { readonly overrides?: number }
    recordFact(tx, entityId, kind, record as LedgerFacts[Kind])
    return ok(true)
  }
}

function adviceAgain<Kind extends keyof AdvisingFacts>(kind: Kind, changed: (repair: Repair, body: AdvisingFacts[Kind]) => AdvisingFacts[Kind] = (_, body) => body): Again<AdvisingFacts[Kind]> {
  return (repair, body, fact) => {
    const id = recordAdvice(repair.tx, repair.entityId, kind, changed(repair, body))
    repair.names.set(fact.sequence, nameFact(repair.tx, id))
    return ok(true)
  }
}

const AGAIN: { readonly [kind: string]: Again<never> | undefined } = {
  EntityDescribed: recordAgain('EntityDescribed') satisfies Again<EntityDescribed>,
  AccountRecorded: recordAgain('AccountRecorded') satisfies Again<AccountRecorded>,
  JournalRecorded: recordAgain('JournalRecorded') satisfies Again<JournalRecorded>,
  PartyRecorded: recordAgain('PartyRecorded') satisfies Again<PartyRecorded>,
  AxisValueRecorded: recordAgain('AxisValueRecorded') satisfies Again<AxisValueRecorded>,
  FiscalYearOpened: (({ tx, entityId }, body) => toDone(openYear(tx, entityId, body))) satisfies Again<FiscalYearOpened>,
  PeriodClosed: (({ tx, entityId }, body) => toDone(bookClosing(tx, entityId, body.until))) satisfies Again<PeriodClosed>,
  PeriodReopened: (({ tx, entityId }, body) => toDone(bookReopening(tx, entityId, body.reason))) satisfies Again<PeriodReopened>,
  LinesMatched: matchAgain satisfies Again<LinesMatched>,
  MatchUndone: undoAgain satisfies Again<MatchUndone>,
  DocumentAttached: documentAgain satisfies Again<DocumentAttached>,
  NoteShared: adviceAgain('NoteShared', (repair, body) => (body.entry ? { ...body, entry: nameNow(repair, body.entry) } : body)),
  AppointmentSet: adviceAgain('AppointmentSet'),
  EntryProposed: adviceAgain('EntryProposed') satisfies Again<EntryProposed>,
  ProposalAnswered: adviceAgain('ProposalAnswered', (repair, body) => ({
    ...body, proposal: nameNow(repair, body.proposal), ...(body.entry ? { entry: nameNow(repair, body.entry) } : {}),
  })) satisfies Again<ProposalAnswered>,
  ProposalWithdrawn: adviceAgain('ProposalWithdrawn', (repair, body) => ({ ...body, proposal: nameNow(repair, body.proposal) })) satisfies Again<ProposalWithdrawn>,
}

function toDone(outcome: Outcome<unknown>): Done {
  return outcome.ok ? ok(true) : outcome
}

function matchAgain(repair: Repair, body: LinesMatched, fact: OldFact): Done {
  const { tx, entityId } = repair
  const lines = body.lines.flatMap(({ line, ...name }) => {
    const entryId = idNow(repair, name)
    return entryId === undefined ? [] : [{ entryId, line }]
  })
  if (lines.length < body.lines.length) return err([{ code: 'fork_match_left_out', account: body.account, match: body.code }])
  const matched = bookMatch(tx, entityId, lines, { acceptRest: body.restCents !== 0, on: body.on })
  if (!matched.ok) return matched
  const own = tx.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ? AND author = ?').get(entityId, tx.ports.author)
  const last = tx.read<{ id: EntryId }>('SELECT id FROM match_group WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1').get(...spanOf(own?.id ?? 0))
  if (last) repair.names.set(fact.sequence, nameFact(tx, last.id))
  return ok(true)
}

function undoAgain(repair: Repair, body: MatchUndone): Done {
  const id = idNow(repair, body.match)
  const isActive = id !== undefined && repair.tx.read('SELECT 1 FROM match_group WHERE id = ? AND undone_by IS NULL').get(id) !== undefined
  if (!isActive) return ok(false)
  recordFact(repair.tx, repair.entityId, 'MatchUndone', { match: nameNow(repair, body.match) })
  return ok(true)
}

function documentAgain(repair: Repair, body: DocumentAttached): Done {
  const entryId = idNow(repair, body.entry)
  const kept = repair.old.read<{ bytes: Uint8Array }>('SELECT bytes FROM document WHERE hash = ?').get(body.hash)
  if (entryId === undefined || !kept) return err([{ code: 'fork_document_left_out', name: body.name }])
  return toDone(bookDocument(repair.tx, repair.entityId, entryId, { name: body.name, mediaType: body.mediaType, bytes: kept.bytes }))
}
