import { expect, test } from 'vitest'
import { procedures } from '../../core/procedures.ts'
import { sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { aloneActivity, foundHeadquarters, join, type TestWorkspace } from '../fixtures/pli-workspaces.ts'
import { refusedCodes } from '../fixtures/books.ts'

type Name = keyof typeof procedures

/** A door as a screen or a script opens it: the input is parsed first. Answers the value, or the codes that refuse it. */
function open(workspace: TestWorkspace, name: Name, input: unknown): unknown {
  const door = procedures[name] as unknown as { input: { parse(input: unknown): unknown }; run(ctx: TestWorkspace['ctx'], input: unknown): { ok: true; value: unknown } | { ok: false; error: readonly { code: string }[] } }
  const answer = door.run(workspace.ctx, door.input.parse(input))
  return answer.ok ? answer.value : refusedCodes(answer)
}

const COMMANDS: readonly (readonly [Name, unknown])[] = [
  ['trust.revoke', { author: 'X', reason: 'essai' }],
  ['trust.regrant', { author: 'X', signingKey: 'A'.repeat(43), sealingKey: sealingKeyOf('42'.repeat(32)) }],
  ['office.record', { code: 'LIEGE', name: 'Liège' }],
  ['entrust.start', { entity: 'ATELIER', office: 'LIEGE' }],
  ['entrust.end', { entity: 'ATELIER', office: 'LIEGE', reason: 'essai' }],
  ['entity.attach', { entity: 'ATELIER', legalEntity: 'X', on: '2026-01-01' }],
  ['parameters.publish', { name: 'be.rates', validFrom: '2026-01-01', content: {} }],
  ['chart.publish', { chart: 'be-pcmn', edition: '2026', content: {} }],
  ['root.draft', { rootKeys: [] }],
  ['root.record', { statement: {}, signatures: [] }],
]

test('what headquarters decides is refused everywhere else, joined or alone', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  for (const [name, input] of COMMANDS) expect([name, open(atelier, name, input)]).toEqual([name, ['not_headquarters']])
  join(siege, atelier, 'ATELIER')
  for (const [name, input] of COMMANDS) expect([name, open(atelier, name, input)]).toEqual([name, ['not_headquarters']])
})

test('doors of headquarters answer in words to what they do not know', () => {
  const siege = foundHeadquarters()
  expect(open(siege, 'trust.keys', { entity: 'NULLE' })).toEqual(['entity_unknown'])
  expect(open(siege, 'trust.revoke', { author: 'X', reason: 'essai' })).toEqual(['author_unknown'])
  expect(open(siege, 'trust.regrant', { author: 'X', signingKey: 'A'.repeat(43), sealingKey: sealingKeyOf('42'.repeat(32)) })).toEqual(['author_unknown'])
  expect(open(siege, 'entrust.start', { entity: 'SIEGE', office: 'LIEGE' })).toEqual(['office_unknown'])
  expect(open(siege, 'office.record', { code: 'SIEGE', name: '' })).toEqual(['office_code_taken', 'office_name_missing'])
  expect(open(siege, 'office.record', { code: 'headquarters', name: 'Non' })).toEqual(['office_code_invalid'])
  for (const statement of [{}, { version: 1 }, { federation: 'X', name: 'X', version: 2, threshold: 2, rootKeys: 'abc', expiresOn: '2030-01-01', working: [] }]) {
    expect(open(siege, 'root.record', { statement, signatures: [] })).toEqual(['root_unreadable'])
  }
})

test('what is published is no deeper than a pli carries', () => {
  const siege = foundHeadquarters()
  const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) })
  expect(open(siege, 'parameters.publish', { name: 'be.rates', validFrom: '2026-01-01', content: nested(20) })).toMatchObject({ name: 'be.rates' })
  expect(open(siege, 'parameters.publish', { name: 'be.deep', validFrom: '2026-01-01', content: nested(21) })).toEqual(['parameters_not_plain'])
})

test('an Activité accepted whose books have not come yet is named by its code', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  join(siege, atelier, 'ATELIER')
  expect(open(siege, 'trust.keys', { entity: 'ATELIER' })).toMatchObject({ total: 2, rows: [{ role: 'headquarters' }, { entity: 'ATELIER', entityName: null, role: 'porteur', device: 'A', lastSequence: 0 }] })
  expect(open(siege, 'office.record', { code: 'LIEGE', name: ' Bureau   de Liège ', closedOn: '2026-01-01' })).toEqual({ code: 'LIEGE' })
  expect(open(siege, 'office.list', {})).toMatchObject([{ code: 'LIEGE', name: 'Bureau de Liège', closedOn: '2026-01-01', advisers: [], entities: [] }])
  expect(open(siege, 'entrust.start', { entity: 'ATELIER', office: 'LIEGE' })).toEqual(['office_closed'])
  expect(open(siege, 'trust.root', {})).toMatchObject({ isHeadquarters: true, root: { name: 'siege', versions: [{ version: 1 }] } })
  expect(open(atelier, 'parameters.show', {})).toEqual({ parameters: [], charts: [] })
  expect(open(atelier, 'fingerprint.of', { signingKey: atelier.identity.signingKey, sealingKey: atelier.identity.sealingKey })).toEqual((open(atelier, 'trust.root', {}) as { own: { fingerprint: unknown } }).own.fingerprint)
})
