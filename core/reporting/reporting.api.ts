import { z } from 'zod'
import { ok } from '../kernel/result.ts'
import { code, date, inEntity } from '../ledger/input.api.ts'
import { journalReport, ledgerReport, trialBalanceReport } from './book-reports.query.ts'
import { home } from './home.query.ts'
import { searchEntries } from './search.query.ts'
import { periodStatement, statementReport } from './statement.query.ts'

const span = z.strictObject({ from: date.optional(), asOf: date })
const compare = z.union([z.literal('year_before'), span]).optional()
const statementInput = { from: date.optional(), asOf: date, model: code.optional(), compare }

export const reportingApi = {
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
