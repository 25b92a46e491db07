import { z } from 'zod'
import { ok } from '../kernel/result.ts'
import { code, date, page } from '../ledger/input.api.ts'
import { procedure } from '../procedure.ts'
import { freshness } from './freshness.query.ts'
import { liaison, pairsList } from './pairs.query.ts'
import { rebuildSum } from './rebuild-sum.command.ts'
import { people, register } from './register.query.ts'
import { liaisonReport, pairsReport, registerReport, sumReport } from './headquarters-reports.query.ts'
import { shownSum } from './shown-sum.query.ts'
import { sumDetail } from './sum-of-books.query.ts'

const ORDERS = ['entity', 'name', 'lastPliAt', 'factsHeld', 'missingPlis', 'waitingPlis', 'forks', 'heldFacts', 'movedEntries', 'yearsOpen', 'closedUntil', 'openHalves', 'lastFactAt'] as const

const state = z.enum(['met', 'missing', 'different']).optional()
const sum = z.strictObject({ asOf: date, legalEntity: code.optional(), office: code.optional(), compareOn: date.optional(), again: z.boolean().default(false) })

/** What headquarters reads over all the books it holds. */
export const headquartersApi = {
  'register.list': procedure('query', z.strictObject({ office: code.optional(), text: z.string().max(200).optional(), ...page }), (ctx, input) => ok(register(ctx, input))),
  'people.list': procedure('query', z.strictObject({}), (ctx) => ok(people(ctx))),
  'freshness.list': procedure(
    'query',
    z.strictObject({ office: code.optional(), text: z.string().max(200).optional(), incompleteOnly: z.boolean().default(false), order: z.enum(ORDERS).default('lastPliAt'), descending: z.boolean().default(false), ...page }),
    (ctx, input) => ok(freshness(ctx, input)),
  ),
  /** Pairs and their halves, the latest first. */
  'pairs.list': procedure('query', z.strictObject({ entity: code.optional(), state, asOf: date.optional(), ...page }), (ctx, input) => pairsList(ctx, input)),
  /** Each compte interne against its mirror in headquarters' own books. */
  'pairs.balances': procedure('query', z.strictObject({ onlyDifferent: z.boolean().default(false) }), (ctx, input) => ok(liaison(ctx, input.onlyDifferent))),
  /** The trial balance of a legal person; `again` adds it up from every book instead of the roll-up; `office` chooses the Activités entrusted to one, `compareOn` sets another day beside. */
  'books.sum': procedure('query', sum, (ctx, input) => shownSum(ctx, input)),
  /** Makes what is kept of the sum again, when `verify` finds it wrong. */
  'books.sum.rebuild': procedure('long', z.strictObject({}), (ctx) => rebuildSum(ctx)),
  'books.sum.detail': procedure('query', z.strictObject({ asOf: date, account: z.string().min(1).max(40), legalEntity: code.optional(), office: code.optional() }), (ctx, input) => sumDetail(ctx, input.asOf, input.account, input.legalEntity, input.office)),
  // What is on the screen is what is exported: the same questions, as lists ready for paper.
  'report.register': procedure('query', z.strictObject({ entities: z.array(code).max(20_000).optional() }), (ctx, input) => ok(registerReport(ctx, input.entities))),
  'report.sum': procedure('query', sum, (ctx, input) => sumReport(ctx, input)),
  'report.liaisons': procedure('query', z.strictObject({ onlyDifferent: z.boolean().default(false) }), (ctx, input) => ok(liaisonReport(ctx, input.onlyDifferent))),
  'report.pairs': procedure('query', z.strictObject({ entity: code.optional(), state }), (ctx, input) => pairsReport(ctx, input)),
}
