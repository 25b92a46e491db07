import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { books } from '../../core/ledger/books.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { rotateKeys } from '../../core/sync/trust/key-rotation.command.ts'
import { publishChart, publishParameters } from '../../core/sync/publishing/parameters.command.ts'
import { parametersOn, publishedParameters } from '../../core/sync/publishing/parameters.query.ts'
import { composePli } from '../../core/sync/making/compose-pli.command.ts'
import { draftRoot, recordRoot, type RootChanges, type RootDraft } from '../../core/sync/trust/root.command.ts'
import type { RootStated } from '../../core/sync/sync-facts.ts'
import { regrantAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { trustRoot } from '../../core/sync/trust/trust-keys.query.ts'
import { currentRoot } from '../../core/sync/trust/trust.query.ts'
import { must, refusedCodes, testIdentity } from '../fixtures/books.ts'
import { shippedChart } from '../fixtures/resources.ts'
import { openBytes } from '../fixtures/database.ts'
import { aloneActivity, foundHeadquarters, join, stateHash, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'
import { aKey, type TestKey } from '../fixtures/trust-cast.ts'

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00'
const RENT = '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00'

function signed(draft: RootDraft, keys: readonly TestKey[]): RootStated {
  return { statement: draft.statement, signatures: keys.map((key) => ({ key: key.signingKey, signature: key.sign(draft.text) })) }
}

/** Headquarters whose three root keys this test holds. */
function founded(): { readonly siege: TestWorkspace; readonly roots: readonly TestKey[] } {
  const siege = testWorkspace('siege', 'headquarters')
  const roots = [aKey(), aKey(), aKey()]
  const draft = must(draftRoot(siege.ctx, { rootKeys: roots.map((key) => key.signingKey) }))
  must(recordRoot(siege.ctx, signed(draft, roots.slice(1))))
  return { siege, roots }
}

function restate(siege: TestWorkspace, keys: readonly TestKey[], changes: RootChanges): ReturnType<typeof recordRoot> {
  const draft = draftRoot(siege.ctx, changes)
  return draft.ok ? recordRoot(siege.ctx, signed(draft.value, keys)) : draft
}

function send(from: TestWorkspace, to: TestWorkspace, addressee: string): ReturnType<TestWorkspace['take']> {
  from.clock.milliseconds += 1000
  return to.take(from.make(addressee))
}

/** The same file, opened with other keys. */
function withKeys(workspace: TestWorkspace): TestWorkspace {
  const again = testWorkspace(workspace.name, 'entity', { db: workspace.db, identity: testIdentity(workspace.author) })
  again.clock.milliseconds = workspace.clock.milliseconds + 1000
  return again
}

test('a root is founded by two of three keys, once, and by headquarters only', () => {
  const siege = testWorkspace('siege', 'headquarters')
  const roots = [aKey(), aKey(), aKey()]
  expect(refusedCodes(draftRoot(siege.ctx, {}))).toEqual(['root_keys_missing'])
  expect(refusedCodes(draftRoot(aloneActivity('brume', 'ATELIER').ctx, { rootKeys: [] }))).toEqual(['not_headquarters'])
  const draft = must(draftRoot(siege.ctx, { rootKeys: roots.map((key) => key.signingKey) }))
  const record = (keys: readonly (TestKey | undefined)[], statement = draft.statement): string[] =>
    refusedCodes(recordRoot(siege.ctx, { ...signed(draft, keys as TestKey[]), statement }))
  expect(record(roots.slice(0, 1))).toEqual(['root_signatures_missing'])
  expect(record([roots[0], roots[0]])).toEqual(['root_signatures_missing'])
  expect(record([roots[0], aKey()])).toEqual(['root_signatures_missing'])
  expect(record(roots, { ...draft.statement, name: 'Autre' })).toEqual(['root_signatures_missing'])
  expect(record(roots, { ...draft.statement, threshold: 1 })).toEqual(['root_badly_formed'])
  expect(record(roots, { ...draft.statement, version: 2 })).toEqual(['root_version_skipped'])
  expect(siege.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()).toBe(0)
  expect(must(recordRoot(siege.ctx, signed(draft, roots.slice(0, 2)))).version).toBe(1)
  expect(trustRoot(siege.ctx)).toMatchObject({ isHeadquarters: true, root: { version: 1, threshold: 2, working: [{ author: siege.author, endedOn: null }] } })
  expect(verify(siege.ctx, true)).toMatchObject({ ok: true })
})

test('a root follows the one before: nothing older, nothing forgotten, nothing expired', () => {
  const { siege, roots } = founded()
  const first = currentRoot(siege.ctx)
  expect(must(restate(siege, roots.slice(0, 2), { expiresOn: '2031-01-01' })).version).toBe(2)
  const again = (statement: object): string[] => {
    const draft = must(draftRoot(siege.ctx, {}))
    return refusedCodes(recordRoot(siege.ctx, { ...signed(draft, roots), statement: { ...draft.statement, ...statement } }))
  }
  expect(again({ version: 1 })).toEqual(['root_rollback'])
  expect(again({ version: 4 })).toEqual(['root_version_skipped'])
  expect(again({ federation: 'X' })).toEqual(['root_other_federation'])
  expect(again({ working: [{ ...first?.working[0], signingKey: aKey().signingKey }] })).toEqual(['root_forgets_key'])
  expect(again({ expiresOn: '2020-01-01' })).toContain('root_already_expired')
  expect(refusedCodes(draftRoot(siege.ctx, { endAuthor: siege.author }))).toEqual(['root_nobody_left'])
  expect(refusedCodes(draftRoot(siege.ctx, { endAuthor: 'NUL' }))).toEqual(['root_author_unknown'])
  // Other root keys: two of the old ones and two of the new ones sign.
  const next = [aKey(), aKey(), aKey()]
  const rootKeys = next.map((key) => key.signingKey)
  expect(refusedCodes(restate(siege, roots.slice(0, 2), { rootKeys }))).toEqual(['root_signatures_missing'])
  expect(refusedCodes(restate(siege, next, { rootKeys }))).toEqual(['root_signatures_missing'])
  expect(must(restate(siege, [...roots.slice(0, 2), ...next.slice(0, 2)], { rootKeys })).version).toBe(3)
  expect(refusedCodes(restate(siege, roots, {}))).toEqual(['root_signatures_missing'])
  expect(must(restate(siege, next.slice(1), {})).version).toBe(4)
})

test('headquarters takes other keys: what the old one signed stays, what it signs later does not', () => {
  const { siege, roots } = founded()
  const atelier = aloneActivity('brume', 'ATELIER')
  expect(join(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken' })
  send(atelier, siege, 'headquarters')
  const late = siege.make('ATELIER')
  const stolen = testWorkspace('siege', 'headquarters', { db: openBytes(siege.db.serialize()), identity: siege.identity })
  const renewed = withKeys(siege)
  must(restate(siege, roots.slice(0, 2), { renew: renewed.identity }))
  expect(send(renewed, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(trustRoot(atelier.ctx).root).toMatchObject({ version: 2, working: [{ endedOn: '2026-06-15' }, { endedOn: null }] })
  // Everything in a late pli is here already, and what a key that ended says of itself is not believed.
  expect(atelier.take(late)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_sender_revoked' }] })
  // What headquarters books in the same stream after it counts, in the new file and in the Activité's.
  renewed.post('ATELIER', RENT)
  expect(send(renewed, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [], notices: [] })
  for (const each of [renewed, atelier]) expect(each.db.prepare('SELECT COUNT(*) FROM entry JOIN stream ON stream.id = stream_id WHERE author = ?').pluck().get(siege.author)).toBe(1)
  // A copy of the old machine does not know that its key ended, and goes on.
  must(publishParameters(stolen.ctx, { name: 'be.faux', validFrom: '2026-01-01', content: { rate: 1 } }))
  must(grantToThief(stolen))
  const state = stateHash(atelier)
  expect(send(stolen, atelier, 'ATELIER')).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_revoked' }] })
  expect(stateHash(atelier)).toBe(state)
  // In a workspace that knows it, the old key does not even make a pli.
  const old = testWorkspace('siege', 'headquarters', { db: siege.db, identity: siege.identity })
  expect(refusedCodes(composePli(old.ctx, 'ATELIER', 'acknowledged'))).toEqual(['sender_unknown'])
  for (const each of [siege, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

function grantToThief(stolen: TestWorkspace): ReturnType<typeof regrantAccess> {
  const thief = testIdentity('VOLEUR00000000000000000000')
  const author = stolen.db.prepare('SELECT author FROM access').pluck().get() as string
  return regrantAccess(stolen.ctx, { author, signingKey: thief.signingKey, sealingKey: thief.sealingKey })
}

test('an Activité changes its keys: plis of before and after are taken in any order', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  join(siege, atelier, 'ATELIER')
  atelier.post('ATELIER', SALE)
  const before = atelier.make('headquarters')
  const changed = withKeys(atelier)
  expect(must(rotateKeys(atelier.ctx, changed.identity))).toEqual({ streams: 1 })
  expect(refusedCodes(rotateKeys(siege.ctx, changed.identity))).toEqual(['headquarters_rotates_by_root'])
  expect(refusedCodes(rotateKeys(changed.ctx, changed.identity))).toEqual(['key_unchanged'])
  changed.post('ATELIER', RENT)
  const after = changed.make('headquarters', 'sent')
  expect(siege.take(after)).toMatchObject({ outcome: 'waiting' })
  expect(siege.take(before)).toMatchObject({ outcome: 'taken', refused: [] })
  expect(siege.take(after)).toMatchObject({ outcome: 'taken', refused: [] })
  // The lost old key signs no more.
  const old = testWorkspace('brume', 'entity', { db: atelier.db, identity: atelier.identity })
  old.post('ATELIER', RENT)
  const stale = old.make('headquarters')
  expect(siege.take(stale)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_revoked' }] })
  expect(verify(siege.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('parameters travel with every pli of headquarters, and a document keeps those of its date', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  join(siege, atelier, 'ATELIER')
  const publish = (validFrom: string, content: Record<string, unknown>, name = 'be.vat-rates') => publishParameters(siege.ctx, { name, validFrom, content })
  must(publish('2026-01-01', { standardBasisPoints: 2100 }))
  must(publish('2026-07-01', { standardBasisPoints: 2200 }))
  expect(refusedCodes(publish('2026-07-01', { standardBasisPoints: 2200 }))).toEqual(['parameters_unchanged'])
  expect(refusedCodes(publish('2026-02-30', { rate: 0.21 }, 'Taux'))).toEqual(['parameters_name_invalid', 'date_impossible', 'parameters_not_plain'])
  expect(refusedCodes(publish('2026-01-01', { text: 'x'.repeat(600_000) }))).toEqual(['parameters_too_large'])
  expect(refusedCodes(publishParameters(atelier.ctx, { name: 'be.vat-rates', validFrom: '2026-01-01', content: {} }))).toEqual(['not_headquarters'])
  must(publish('2026-07-01', { standardBasisPoints: 2150 }))
  send(siege, atelier, 'ATELIER')
  const on = (day: string) => parametersOn(atelier.ctx, 'be.vat-rates', calendarDate(day))?.content
  expect([on('2025-12-31'), on('2026-06-30'), on('2026-07-01')]).toEqual([undefined, { standardBasisPoints: 2100 }, { standardBasisPoints: 2150 }])
  expect(publishedParameters(atelier.ctx, { on: calendarDate('2026-06-15') })).toMatchObject([{ name: 'be.vat-rates', validFrom: '2026-01-01' }])
  for (const each of [siege, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('a published chart changes what accounts are proposed, in every workspace', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  join(siege, atelier, 'ATELIER')
  const shipped = shippedChart('be-pcmn')
  const knows = (workspace: TestWorkspace): boolean => books(workspace.ctx, workspace.entity('ATELIER')).chart.accounts.some((account) => account.number === '613777')
  expect(knows(atelier)).toBe(false)
  const content = { ...shipped, edition: '2026-maison', accounts: [...shipped.accounts, { number: '613777', label: { fr: 'Frais de scène' } }] } as Record<string, unknown>
  const publish = (more: Record<string, unknown>, chart = 'be-pcmn') => publishChart(siege.ctx, { chart, edition: '2026-maison', content: { ...content, ...more } })
  expect(refusedCodes(publish({ accounts: [] }))).toEqual(['chart_malformed'])
  expect(refusedCodes(publish({}, 'fr-pcg'))).toEqual(['chart_malformed'])
  expect(refusedCodes(publish({ accounts: [...(content['accounts'] as unknown[]), { number: '613777', label: { fr: 'Deux fois' } }] }))).toEqual(['chart_account_twice'])
  expect(refusedCodes(publish({ roles: { ...shipped.roles, bank: [] } }))).toEqual(['chart_role_empty'])
  expect(refusedCodes(publish({ roles: { ...shipped.roles, bank: ['999'] } }))).toEqual(['chart_role_unknown_account'])
  must(publish({}))
  expect(refusedCodes(publish({}))).toEqual(['chart_unchanged'])
  expect(knows(atelier)).toBe(false)
  send(siege, atelier, 'ATELIER')
  expect(knows(atelier)).toBe(true)
  atelier.post('ATELIER', '2026-03-01 ACH Décor | 613777 500.00 | 440 -500.00')
  expect(verify(atelier.ctx, true)).toMatchObject({ ok: true, problems: [] })
})
