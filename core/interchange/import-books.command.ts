import type { Context, Outcome, Writer } from '../context.ts'
import { sequenceOf } from '../kernel/ids.ts'
import { cents } from '../kernel/money.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { type Books, books, chartAccount } from '../ledger/books.query.ts'
import { inBulk } from '../ledger/bulk-booking.command.ts'
import { bookEntry, type PostedEntry } from '../ledger/post-entry.command.ts'
import { recordFact } from '../ledger/record-fact.command.ts'
import { openYear } from '../ledger/records.command.ts'
import { type AccountToOpen, guessJournalKind, partyKinds, relateAccount, type Span, spanOf, yearCutting, yearsToOpen } from './import-plan.ts'
import type { ImportedBooks, ImportedEntry } from './imported-books.ts'

export interface ImportResult {
  /** Entries read, booked, and known already from an earlier import. */
  readonly read: number
  readonly booked: number
  readonly alreadyKnown: number
  /** Entries left out, only with `partial`: the line of the file and why. */
  readonly refused: readonly Refusal[]
  readonly warnings: readonly Refusal[]
  readonly lines: number
  readonly debitCents: number
  readonly creditCents: number
  readonly from: string | null
  readonly to: string | null
  readonly opened: {
    readonly years: readonly Span[]
    readonly journals: readonly { readonly code: string; readonly label: string; readonly kind: string }[]
    readonly accounts: readonly AccountToOpen[]
    readonly parties: number
  }
  readonly matches: number
  /** References of the first entries booked, so that a person can go and see. */
  readonly entries: readonly string[]
}

export interface ImportHow {
  /** Book nothing, answer exactly what would be booked. */
  readonly dryRun?: boolean | undefined
  /** Book what is right and leave out what is not; otherwise one problem refuses the whole file. */
  readonly partial?: boolean | undefined
  /** Only in books that have no year yet: an entry dated outside the years there are is then refused. */
  readonly onlyFirstYears?: boolean | undefined
}

/**
 * Books a file in one transaction. A preview runs the same code and rolls it back, so that what is shown is what would
 * happen. Entries already booked from the same file are counted and left alone.
 */
export function importBooks(ctx: Context, entityId: number, imported: ImportedBooks, how: ImportHow): Outcome<ImportResult> {
  type Stop = { readonly preview: ImportResult } | { readonly problems: readonly Refusal[] }
  const done: Result<ImportResult, Stop> = ctx.write((tx): Result<ImportResult, Stop> => {
    const opened = openWhatIsMissing(tx, entityId, imported, how)
    if (!opened.ok) return err({ problems: opened.error })
    const result = inBulk(tx, entityId, imported.entries.length, () => bookAll(tx, entityId, imported, opened.value))
    if (result.refused.length > 0 && !how.partial) return err({ problems: result.refused })
    return how.dryRun ? err({ preview: result }) : ok(result)
  })
  if (done.ok) return done
  return 'preview' in done.error ? ok(done.error.preview) : err(done.error.problems)
}

/** Years, journals, accounts and parties of the file that these books do not have. */
function openWhatIsMissing(tx: Writer, entityId: number, imported: ImportedBooks, how: ImportHow): Outcome<ImportResult['opened']> {
  const known = books(tx, entityId)
  const span = spanOf(imported)
  const cutting = span && imported.format === 'fec' ? yearCutting(known.years, span) : undefined
  if (span && cutting) return err([{ code: 'import_year_cut', from: span.startOn, to: span.endOn, year: cutting.code, startOn: cutting.startOn, endOn: cutting.endOn }])
  const years = span && !(how.onlyFirstYears && known.years.length > 0) ? yearsToOpen(known.years, span, imported.closingOn) : []
  for (const year of years) {
    const opened = openYear(tx, entityId, year)
    if (!opened.ok) return opened
  }
  const journals = [...imported.journals].filter(([code]) => !known.journals.has(code)).map(([code, label]) => ({ code, label, kind: guessJournalKind(code, label) }))
  for (const journal of journals) recordFact(tx, entityId, 'JournalRecorded', journal)
  const accounts = newAccounts(tx, known, imported)
  for (const { account, label } of accounts) recordFact(tx, entityId, 'AccountRecorded', { number: account, label })
  const kinds = partyKinds(known.chart, imported)
  const parties = [...imported.parties].filter(([code]) => !known.parties.has(code))
  for (const [code, name] of parties) recordFact(tx, entityId, 'PartyRecorded', { code, name, kind: kinds.get(code) ?? 'other' })
  return ok({ years, journals, accounts, parties: parties.length })
}

function newAccounts(tx: Writer, known: Books, imported: ImportedBooks): AccountToOpen[] {
  const labels = new Map(imported.accounts)
  for (const { entry } of imported.entries) {
    for (const { account } of entry.lines) {
      const proposed = labels.has(account) ? undefined : chartAccount(tx, known.chart, account)
      if (proposed) labels.set(account, proposed.label['fr'] ?? account)
    }
  }
  return [...labels].filter(([number]) => !known.accounts.has(number)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([number, label]) => relateAccount(known.chart, number, label))
}

function bookAll(tx: Writer, entityId: number, imported: ImportedBooks, opened: ImportResult['opened']): ImportResult {
  const posted: (PostedEntry | undefined)[] = []
  const refused: Refusal[] = []
  const sums = { lines: 0, debitCents: 0, creditCents: 0 }
  let alreadyKnown = 0
  for (let index = 0; index < imported.entries.length; index += 1) {
    const each = imported.entries[index] as ImportedEntry
    const result = bookEntry(tx, entityId, each.entry)
    posted.push(result.ok ? result.value : undefined)
    if (!result.ok) refused.push(...result.error.map((problem) => placed(problem, each)))
    else if (result.value.alreadyKnown) alreadyKnown += 1
    for (const line of result.ok ? each.entry.lines : []) {
      sums.lines += 1
      sums.debitCents += line.debitCents
      sums.creditCents += line.creditCents
    }
    if (index % 1000 === 0) tx.ports.progress({ step: 'booking', done: index, total: imported.entries.length })
  }
  const matches = bookLetters(tx, entityId, imported, posted)
  const span = spanOf(imported)
  const fresh = posted.filter((entry) => entry && !entry.alreadyKnown)
  return {
    read: imported.entries.length, booked: fresh.length, alreadyKnown, refused, warnings: imported.warnings, ...sums,
    from: span?.startOn ?? null, to: span?.endOn ?? null, opened, matches, entries: fresh.slice(0, 20).map((entry) => entry?.entry ?? ''),
  }
}

function placed(problem: Refusal, each: ImportedEntry): Refusal {
  const at = problem['at']
  return { ...problem, line: typeof at === 'number' ? (each.rows[at - 1] ?? each.row) : each.row, journal: each.entry.journal, source: each.entry.source }
}

/** Lettrage of the file, for the lines just booked; a group whose lines do not settle one another keeps its rest in view. */
function bookLetters(tx: Writer, entityId: number, imported: ImportedBooks, posted: readonly (PostedEntry | undefined)[]): number {
  let matches = 0
  for (const group of imported.letters) {
    const lines = group.lines.flatMap(({ entry, line }) => {
      const found = posted[entry]
      return found && !found.alreadyKnown ? [{ author: tx.ports.author, sequence: sequenceOf(found.id), line }] : []
    })
    if (lines.length !== group.lines.length) continue
    const on = group.on === undefined ? {} : { on: group.on }
    recordFact(tx, entityId, 'LinesMatched', { account: group.account, code: group.letter, ...on, restCents: cents(group.restCents), lines })
    matches += 1
  }
  return matches
}
