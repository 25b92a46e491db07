import { z } from 'zod'
import { procedure } from '../procedure.ts'
import { dayNumberOf } from '../kernel/calendar-date.ts'
import { err, ok } from '../kernel/result.ts'
import { foldText } from '../kernel/text.ts'
import { accountKind } from './account-kind.ts'
import { attachDocument } from './attach-document.command.ts'
import { books, chartAccount, entities, findYear } from './books.query.ts'
import { closeAllPeriods, closePeriod, reopenPeriod } from './close-period.command.ts'
import { closings } from './closings.query.ts'
import { describeEntity } from './describe-entity.command.ts'
import { openDocument, entryDocuments, entryProof } from './document.query.ts'
import { entryById, findEntry, journalPage } from './entry.query.ts'
import { code, date, id, inEntity, page, text } from './input.api.ts'
import { ledgerPage } from './ledger-page.query.ts'
import { matchLines, undoMatch } from './match-lines.command.ts'
import { openEntity } from './open-entity.command.ts'
import { openItems, suggestMatches } from './open-items.query.ts'
import { openFiscalYear, recordAccount, recordAxisValue, recordJournal, recordParty } from './records.command.ts'
import { reverseEntry } from './reverse-entry.command.ts'
import { trialBalance } from './trial-balance.query.ts'
import { checkYearEnd, endYear, isOver, reopenYear } from './year-end.command.ts'

const closedOn = z.string().max(10).optional()

const lineName = z.strictObject({ entryId: id, line: z.number().int().positive() })

/** Entities and what their books are made of. */
const recordsApi = {
  'entity.list': procedure('query', z.strictObject({}), (ctx) => ok(entities(ctx))),
  'entity.add': procedure(
    'command',
    z.strictObject({
      code, name: text, kind: z.enum(['entity', 'headquarters']).default('entity'), country: z.enum(['BE', 'FR']),
      registration: text.optional(), vatNumber: text.optional(), address: text.optional(),
      firstYear: z.strictObject({ startOn: z.string().max(10), endOn: z.string().max(10) }).optional(),
    }),
    (ctx, input) => openEntity(ctx, input),
  ),
  'entity.describe': inEntity('command', { name: text, registration: text.optional(), vatNumber: text.optional(), address: text.optional() }, (ctx, entityId, input) => describeEntity(ctx, entityId, input)),
  /** Everything small about an entity: what a form completes from. */
  'books.get': inEntity('query', {}, (ctx, entityId) => {
    const known = books(ctx, entityId)
    // An account that these books named themselves is not what the chart says of its number: it has no other words than its own.
    const official = (number: string, label: string): Readonly<Record<string, string>> | null => {
      const labels = chartAccount(ctx, known.chart, number)?.label
      return labels && foldText(labels['fr'] ?? '') === foldText(label) ? labels : null
    }
    const opened = [...known.accounts.values()].map((account) => ({
      number: account.number, label: account.label, labels: official(account.number, account.label), closedOn: account.closedOn, opened: true,
      kind: accountKind(known.entity.country, account.number),
    }))
    const proposed = known.chart.accounts.filter((account) => !known.accounts.has(account.number)).map((account) => ({
      number: account.number, label: account.label['fr'] ?? '', labels: account.label, closedOn: null, opened: false, kind: accountKind(known.entity.country, account.number),
    }))
    return ok({
      entity: known.entity,
      accounts: [...opened, ...proposed].sort((a, b) => (a.number < b.number ? -1 : 1)),
      plain: Object.fromEntries(known.chart.accounts.flatMap((account) => (account.plain ? [[account.number, account.plain]] : []))),
      groups: known.chart.groups,
      roles: known.chart.roles,
      journals: [...known.journals.values()],
      parties: [...known.parties.values()],
      axes: [...known.axes.values()],
      years: known.years.map((year) => ({ ...year, ended: isOver(ctx, known, year) })),
      closedUntil: known.closedUntil ?? null,
    })
  }),
  'account.record': inEntity('command', { number: z.string().max(40), label: text, closedOn }, (ctx, entityId, input) => recordAccount(ctx, entityId, input)),
  'journal.record': inEntity('command', { code, label: text, kind: z.string().max(20), closedOn }, (ctx, entityId, input) => recordJournal(ctx, entityId, input)),
  'party.record': inEntity(
    'command',
    { code, name: text, kind: z.string().max(20), vatNumber: text.optional(), iban: text.optional(), email: text.optional(), address: text.optional(), closedOn },
    (ctx, entityId, input) => recordParty(ctx, entityId, input),
  ),
  'axis.record': inEntity('command', { axis: z.enum(['project', 'funder']), code, label: text, closedOn }, (ctx, entityId, input) => recordAxisValue(ctx, entityId, input)),
  'year.open': inEntity('command', { startOn: z.string().max(10), endOn: z.string().max(10) }, (ctx, entityId, input) => openFiscalYear(ctx, entityId, input)),
}

/** Entries, and reading them. */
const entriesApi = {
  'entry.get': inEntity('query', { id }, (ctx, entityId, input) => {
    const entry = entryById(ctx, entityId, input.id)
    return entry ? ok({ ...entry, attachments: entryDocuments(ctx, entry.id), proof: entryProof(ctx, entry.id) }) : err([{ code: 'entry_unknown', entry: String(input.id) }])
  }),
  'entry.find': inEntity('query', { entry: code }, (ctx, entityId, input) => {
    const found = findEntry(ctx, entityId, input.entry)
    return found.ok ? found : err([found.error])
  }),
  'entry.reverse': inEntity('command', { id, reason: text, on: date.optional() }, (ctx, entityId, input) => reverseEntry(ctx, entityId, input.id, input.reason, input.on)),
  'entry.attach': inEntity('command', { id, fileId: code, mediaType: z.string().max(100) }, (ctx, entityId, input) => attachDocument(ctx, entityId, input.id, input.fileId, input.mediaType)),
  'document.open': inEntity('query', { id }, (ctx, entityId, input) => openDocument(ctx, entityId, input.id)),
  journal: inEntity('query', { journal: code.optional(), from: date.optional(), to: date.optional(), ...page }, (ctx, entityId, input) => ok(journalPage(ctx, entityId, input, input.offset, input.limit))),
  ledger: inEntity(
    'query',
    {
      account: z.string().max(40), from: date.optional(), to: date.optional(), limit: page.limit,
      after: z.strictObject({ date, entryId: id, line: z.number().int() }).optional(),
    },
    (ctx, entityId, input) => {
      const found = ledgerPage(ctx, entityId, input.account, input, input.after, input.limit)
      return found ? ok(found) : err([{ code: 'account_unknown', account: input.account }])
    },
  ),
  trialBalance: inEntity('query', { from: date.optional(), asOf: date }, (ctx, entityId, input) => ok(trialBalance(ctx, entityId, input.asOf, input.from))),
}

/** Lettrage, periods and years. */
const closingApi = {
  'match.items': inEntity('query', { account: z.string().max(40), party: code.optional(), limit: z.number().int().min(1).max(5000).default(1000) }, (ctx, entityId, input) => {
    const items = openItems(ctx, entityId, input.account, input.party, input.limit)
    return ok({ items, suggestions: suggestMatches(items, (a, b) => dayNumberOf(b) - dayNumberOf(a)) })
  }),
  'match.lines': inEntity('command', { lines: z.array(lineName).min(1).max(1000), acceptRest: z.boolean().default(false) }, (ctx, entityId, input) => matchLines(ctx, entityId, input.lines, input.acceptRest)),
  'match.undo': inEntity('command', { account: z.string().max(40), match: code }, (ctx, entityId, input) => undoMatch(ctx, entityId, input.account, input.match)),
  'period.close': inEntity('command', { until: z.string().max(10) }, (ctx, entityId, input) => closePeriod(ctx, entityId, input.until)),
  'period.close-all': procedure('command', z.strictObject({ until: z.string().max(10) }), (ctx, input) => closeAllPeriods(ctx, input.until)),
  /** Every closing there was, with the mark of those opened again, the last one made first. */
  'period.list': inEntity('query', {}, (ctx, entityId) => ok(closings(ctx, entityId))),
  'period.reopen': inEntity('command', { reason: text }, (ctx, entityId, input) => reopenPeriod(ctx, entityId, input.reason)),
  /** What stands in the way of ending a year: an empty list when nothing does. */
  'year.check': inEntity('query', { year: code }, (ctx, entityId, input) => {
    const known = books(ctx, entityId)
    const year = findYear(known, input.year)
    return year ? ok({ year, problems: checkYearEnd(ctx, known, year) }) : err([{ code: 'year_unknown', year: input.year }])
  }),
  'year.end': inEntity('command', { year: code }, (ctx, entityId, input) => endYear(ctx, entityId, input.year)),
  'year.reopen': inEntity('command', { year: code, reason: text }, (ctx, entityId, input) => reopenYear(ctx, entityId, input.year, input.reason)),
}

export const ledgerApi = { ...recordsApi, ...entriesApi, ...closingApi }
