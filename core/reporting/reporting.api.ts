import { z } from 'zod'
import { ok } from '../kernel/result.ts'
import { code, date, inEntity } from '../ledger/input.api.ts'
import { procedure } from '../procedure.ts'
import { journalReport, ledgerReport, trialBalanceReport } from './book-reports.query.ts'
import { home } from './home.query.ts'
import { searchEntries } from './search.query.ts'
import { listReport } from './shown-list.query.ts'
import { periodStatement, statementReport } from './statement.query.ts'

const span = z.strictObject({ from: date.optional(), asOf: date })
const compare = z.union([z.literal('year_before'), span]).optional()
const statementInput = { from: date.optional(), asOf: date, model: code.optional(), compare }

const shownText = z.string().max(4000)
const shownCell = z.union([z.strictObject({ text: shownText }), z.strictObject({ date }), z.strictObject({ amountCents: z.number().int() })]).nullable()

export const reportingApi = {
  /** A list as it stands on the screen, to be printed or saved. */
  'report.list': procedure('query', z.strictObject({
    name: z.string().regex(/^[a-z][a-z-]{0,40}$/u), title: shownText, notes: z.array(shownText).max(20).default([]),
    columns: z.array(z.strictObject({ label: shownText, type: z.enum(['text', 'date', 'amount']), width: z.number().positive().max(20) })).min(1).max(20), rows: z.array(z.array(shownCell).max(20)).max(100_000),
  }), (ctx, list) => ok(listReport(ctx, list))),
  home: inEntity('query', { asOf: date, from: date.optional() }, (ctx, entityId, input) => ok(home(ctx, entityId, input.asOf, input.from))),
  search: inEntity('query', { text: z.string().max(200), limit: z.number().int().min(1).max(100).default(20) }, (ctx, entityId, input) => ok(searchEntries(ctx, entityId, input.text, input.limit))),
  'report.trialBalance': inEntity('query', { asOf: date, from: date.optional() }, (ctx, entityId, input) => ok(trialBalanceReport(ctx, entityId, input.asOf, input.from))),
  'report.ledger': inEntity('query', { account: z.string().max(40).optional(), from: date.optional(), to: date }, (ctx, entityId, input) => ok(ledgerReport(ctx, entityId, input.account, input.from, input.to))),
  'report.journal': inEntity('query', { journal: code.optional(), from: date.optional(), to: date }, (ctx, entityId, input) => ok(journalReport(ctx, entityId, input))),
  statement: inEntity('query', statementInput, (ctx, entityId, input) => periodStatement(ctx, entityId, input, input.model, input.compare)),
  'report.balanceSheet': inEntity('query', { ...statementInput, withEmpty: z.boolean().default(false) }, (ctx, entityId, input) =>
    statementReport(ctx, entityId, 'balanceSheet', input, input.model, input.compare, input.withEmpty)),
  'report.incomeStatement': inEntity('query', { ...statementInput, withEmpty: z.boolean().default(false) }, (ctx, entityId, input) =>
    statementReport(ctx, entityId, 'incomeStatement', input, input.model, input.compare, input.withEmpty)),
}
