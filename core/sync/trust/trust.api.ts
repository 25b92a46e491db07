import { z } from 'zod'
import type { Context, Outcome } from '../../context.ts'
import { err, ok } from '../../kernel/result.ts'
import { code, date, page, text } from '../../ledger/input.api.ts'
import { procedure } from '../../procedure.ts'
import { rotateKeys } from './key-rotation.command.ts'
import { isSealingKey } from '../format/sealing-key.ts'
import { publishChart, publishList, publishParameters } from '../publishing/parameters.command.ts'
import { publishedCharts, publishedParameters } from '../publishing/parameters.query.ts'
import { draftRoot, recordRoot } from './root.command.ts'
import type { RootStated } from '../sync-facts.ts'
import { attachEntity, endEntrusting, entrust, recordOffice } from './trust-entity.command.ts'
import { regrantAccess, revokeAccess } from './trust-grant.command.ts'
import { keysFingerprint, offices, trustKeys, trustRoot } from './trust-keys.query.ts'
import { entityNumber } from './trust.query.ts'

const key = z.string().min(1).max(200)
const day = z.string().max(10)
/** As facts of trust say them: others would refuse what is written otherwise. */
const keys = { signingKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/u), sealingKey: z.string().max(200).refine(isSealingKey) }
const sequence = z.number().int().min(0).max(4_294_967_295)
const author = z.string().min(1).max(64)
const content = z.record(z.string().max(200), z.unknown())

const parameters = z.strictObject({ name: z.string().max(100), validFrom: day, content, note: text.optional() })
const chart = z.strictObject({ chart: z.string().min(1).max(60), edition: z.string().max(60), content })

/** Books that headquarters accepted and that have not arrived yet are known by their code only. */
function withEntity<T>(ctx: Context, entity: string, run: (entityId: number) => Outcome<T>): Outcome<T> {
  const id = entityNumber(ctx, entity)
  return id === undefined ? err([{ code: 'entity_unknown', entity }]) : run(id)
}

/** The books named, or all of them; a code that means nothing is refused. */
function whereGiven<T>(ctx: Context, entity: string | undefined, run: (entityId: number | undefined) => Outcome<T>): Outcome<T> {
  return entity === undefined ? run(undefined) : withEntity(ctx, entity, run)
}

/** What the machine's doors ask of the root and of keys: it holds the private ones, the core never sees them. */
const rootApi = {
  'root.draft': procedure(
    'query',
    z.strictObject({ rootKeys: z.array(key).max(20).optional(), endAuthor: author.optional(), renew: z.strictObject(keys).optional(), add: z.strictObject({ ...keys, author, name: text }).optional(), expiresOn: day.optional() }),
    (ctx, input) => draftRoot(ctx, input),
  ),
  'root.record': procedure(
    'command',
    z.strictObject({ statement: z.record(z.string().max(60), z.unknown()), signatures: z.array(z.strictObject({ key, signature: key })).max(20) }),
    (ctx, input) => recordRoot(ctx, input as unknown as RootStated),
  ),
  'keys.rotate': procedure('command', z.strictObject(keys), (ctx, input) => rotateKeys(ctx, input)),
  'fingerprint.of': procedure('query', z.strictObject(keys), (ctx, input) => ok(keysFingerprint(ctx, input))),
}

/** Who may sign what and who reads, the offices, what headquarters publishes. */
export const trustApi = {
  ...rootApi,
  'trust.root': procedure('query', z.strictObject({}), (ctx) => ok(trustRoot(ctx))),
  'trust.keys': procedure('query', z.strictObject({ ...page, entity: code.optional() }), (ctx, { entity, ...filter }) =>
    whereGiven(ctx, entity, (entityId) => ok(trustKeys(ctx, { ...filter, entityId })))),
  'trust.revoke': procedure('command', z.strictObject({ entity: code.optional(), author, lastSequence: sequence.optional(), reason: text }), (ctx, { entity, ...input }) =>
    whereGiven(ctx, entity, (entityId) => revokeAccess(ctx, { ...input, entityId }))),
  /** A lost key: the same author under other keys. */
  'trust.regrant': procedure('command', z.strictObject({ ...keys, entity: code.optional(), author, fromSequence: sequence.min(1).optional() }), (ctx, { entity, ...input }) =>
    whereGiven(ctx, entity, (entityId) => regrantAccess(ctx, { ...input, entityId }))),
  'office.list': procedure('query', z.strictObject({}), (ctx) => ok(offices(ctx))),
  'office.record': procedure('command', z.strictObject({ code, name: text, email: text.optional(), address: text.optional(), closedOn: day.optional() }), (ctx, input) => recordOffice(ctx, input)),
  'entrust.start': procedure('command', z.strictObject({ entity: code, office: code }), (ctx, input) => withEntity(ctx, input.entity, (id) => entrust(ctx, id, input.office))),
  'entrust.end': procedure('command', z.strictObject({ entity: code, office: code, reason: text }), (ctx, input) =>
    withEntity(ctx, input.entity, (id) => endEntrusting(ctx, id, input.office, input.reason))),
  'entity.attach': procedure('command', z.strictObject({ entity: code, legalEntity: key, on: day, reason: text.optional() }), (ctx, { entity, ...input }) =>
    withEntity(ctx, entity, (id) => ctx.write((tx) => attachEntity(tx, id, input)))),
  'parameters.show': procedure('query', z.strictObject({ name: code.optional(), on: date.optional() }), (ctx, input) =>
    ok({ parameters: publishedParameters(ctx, input), charts: publishedCharts(ctx) })),
  'parameters.publish': procedure('command', parameters, (ctx, input) => publishParameters(ctx, input)),
  'chart.publish': procedure('command', chart, (ctx, input) => publishChart(ctx, input)),
  /** Both, many at once: all of them or nothing. */
  'parameters.publish-list': procedure('command', z.strictObject({ list: z.array(z.union([parameters, chart])).min(1).max(1000) }), (ctx, input) => publishList(ctx, input.list)),
}
