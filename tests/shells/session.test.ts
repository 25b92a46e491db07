import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Cancelled } from '../../core/context.ts'
import { ok } from '../../core/kernel/result.ts'
import { dataFolder } from '../../electron/machine/paths.ts'
import { preparedProcedures } from '../../core/prepared-procedures.ts'
import { procedures } from '../../core/procedures.ts'
import { loadProcedures, type AnyProcedure } from '../../electron/machine/procedure-table.ts'
import { Session } from '../../electron/machine/session.ts'
import { anEntry, makeWorkspace, temporaryFolder, testSession } from './folder.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const CANARY = 'BE68539007547034'

/** The real doors, and a few that misbehave. */
async function strangeSession(): Promise<Session> {
  const strange: Record<string, AnyProcedure> = {
    'strange.defect': { kind: 'query', input: z.strictObject({}), run: () => { throw new Error(`compte ${CANARY}`) } },
    'strange.cancel': { kind: 'long', input: z.strictObject({}), run: (ctx) => ctx.write((tx) => { tx.write("INSERT INTO setting VALUES ('reste', '1')").run(); throw new Cancelled() }) },
    'strange.full': { kind: 'command', input: z.strictObject({}), run: () => { throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }) } },
    'strange.write': { kind: 'long', input: z.strictObject({}), run: (ctx) => ctx.write((tx) => { tx.write("INSERT INTO setting VALUES ('long', '1')").run(); return ok(null) }) },
  }
  return new Session({ shell: 'test', procedures: async (name) => (Object.hasOwn(strange, name) ? strange : loadProcedures(name)) })
}

test('an unknown door, a door of Object, a bad input: refused by code, before anything runs', async () => {
  const session = await strangeSession()
  for (const name of ['nothing.here', 'toString', '__proto__', 'constructor', '']) {
    expect(await session.answer(name, {})).toMatchObject({ ok: false, refused: [{ code: 'unknown_procedure' }] })
  }
  expect(await session.answer('entity.list', {})).toMatchObject({ ok: false, refused: [{ code: 'no_workspace' }] })
  await session.open(await makeWorkspace(temporaryFolder()))
  const bad = await session.answer('entries.post', { entity: 'A1', entries: [{ ...(anEntry(1) as object), lines: [{ account: 5, secret: CANARY }] }], more: 1 })
  expect(bad).toMatchObject({ ok: false })
  expect(JSON.stringify(bad)).toContain('entries.0.lines.0.account')
  expect(JSON.stringify(bad)).not.toContain(CANARY)
  session.close()
})

test('what only the machine asks of the core is no door of a page: keys that nobody holds are never announced', async () => {
  const session = testSession()
  await session.open(await makeWorkspace(temporaryFolder()))
  await session.answer('identity.make', { passphrase: 'une phrase bien assez longue' })
  for (const [name, input] of [['keys.rotate', { signingKey: 'A'.repeat(43), sealingKey: 'age1x' }], ['root.draft', {}], ['root.record', { statement: {}, signatures: [] }]] as const) {
    expect(await session.answer(name, input)).toMatchObject({ ok: false, refused: [{ code: 'unknown_procedure' }] })
  }
  session.close()
})

test('every door of the core turns away inputs that are not its own, and leaks nothing', async () => {
  const session = testSession()
  await session.open(await makeWorkspace(temporaryFolder()))
  const inputs: unknown[] = [
    null, 0, 'x', [], [[]], true, JSON.parse('{"__proto__":{"admin":true}}'), { entity: { $ne: 1 } }, { entity: 'A1', limit: -1 }, { entity: 'A1', asOf: '2026-02-31' },
    { entity: 'x'.repeat(1_000_000) }, { entity: 'A1\u0000', from: 1e308 }, { entity: 'A1', id: 0.5 }, { entity: ['A1'] },
  ]
  for (const name of [...Object.keys(procedures), ...Object.keys(preparedProcedures)]) {
    for (const input of inputs) {
      const reply = await session.answer(name, input)
      if (reply.ok) continue
      expect('refused' in reply, `${name} ${JSON.stringify(input)?.slice(0, 60)} ${JSON.stringify(reply)}`).toBe(true)
      expect(JSON.stringify(reply)).not.toMatch(/node_modules|\.ts:|\sat /u)
    }
  }
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
  session.close()
}, 60_000)

test('a defect answers its reference only; the journal keeps the place and not the words', async () => {
  vi.stubEnv('ARCHIPEL_DATA', temporaryFolder())
  const session = await strangeSession()
  await session.open(await makeWorkspace(temporaryFolder()))
  const reply = await session.answer('strange.defect', {})
  expect(reply).toMatchObject({ ok: false, fault: { code: 'internal', reference: expect.stringMatching(/^[0-9a-f]{8}$/u) } })
  expect(JSON.stringify(reply)).not.toContain(CANARY)
  const folder = join(dataFolder(), 'log')
  const written = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  expect(written).toContain((reply as { readonly fault: { readonly reference: string } }).fault.reference)
  expect(written).not.toContain(CANARY)
  expect(await session.answer('strange.full', {})).toMatchObject({ ok: false, fault: { code: 'disk_full' } })
  session.close()
})

test('cancelling undoes everything', async () => {
  const session = await strangeSession()
  await session.open(await makeWorkspace(temporaryFolder()))
  expect(await session.answer('strange.cancel', {})).toEqual({ ok: false, cancelled: true })
  expect(session.workspace?.connection.prepare("SELECT count(*) FROM setting WHERE key = 'reste'").pluck().get()).toBe(0)
  session.close()
})

test('a second window reads, and is told who writes', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await strangeSession()
  const second = await strangeSession()
  await first.open(path)
  await second.open(path)
  expect(await second.answer('workspace.current', {})).toMatchObject({ ok: true, value: { access: 'read', heldBy: { processId: process.pid } } })
  expect(await second.answer('entity.list', {})).toMatchObject({ ok: true })
  expect(await second.answer('entity.add', { code: 'B', name: 'B', country: 'BE' })).toMatchObject({ ok: false, refused: [{ code: 'workspace_read_only', processId: process.pid }] })
  // A long door that turns out to write is refused the same way.
  expect(await second.answer('strange.write', {})).toMatchObject({ ok: false, refused: [{ code: 'workspace_read_only' }] })
  // What the first writes, the second reads.
  await first.answer('entries.post', { entity: 'A1', entries: [anEntry(100)] })
  expect(await second.answer('journal', { entity: 'A1' })).toMatchObject({ ok: true, value: { total: 1 } })
  first.close()
  second.close()
})

test('creating: a free name, all of it or nothing', async () => {
  const folder = temporaryFolder()
  const session = testSession()
  const wanted = { path: join(folder, 'mes livres'), kind: 'entity', country: 'FR', name: 'Mes livres', entityCode: 'A1', entityName: 'Atelier', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }
  expect(await session.answer('workspace.create', { ...wanted, entityCode: 'pas un code' })).toMatchObject({ ok: false, refused: [{ code: 'entity_code_invalid' }] })
  expect(readdirSync(folder)).toEqual([])
  const made = await session.answer('workspace.create', wanted)
  expect(made).toMatchObject({ ok: true, value: { name: 'mes livres', access: 'write', kind: 'entity', demonstration: false } })
  expect(await session.answer('entity.list', {})).toMatchObject({ ok: true, value: [{ code: 'A1' }] })
  expect(await session.answer('workspace.create', wanted)).toMatchObject({ ok: false, refused: [{ code: 'file_exists' }] })
  expect(await session.answer('workspace.close', {})).toMatchObject({ ok: true })
  expect(await session.answer('workspace.current', {})).toMatchObject({ ok: true, value: null })
  expect(await session.answer('workspace.open', { path: join(folder, 'absent.archipel') })).toMatchObject({ ok: false, fault: { code: 'file_missing' } })
  expect(readdirSync(folder).filter((file) => file.startsWith('.'))).toEqual([])
})

test('a full disk stops one call, keeps what was, and goes on once there is room', async () => {
  const session = testSession()
  await session.open(await makeWorkspace(temporaryFolder()))
  const connection = session.workspace?.connection
  await session.answer('entries.post', { entity: 'A1', entries: [anEntry(100)] })
  const pages = connection?.pragma('page_count', { simple: true }) as number
  connection?.pragma(`max_page_count = ${pages + 2}`)
  const many = Array.from({ length: 500 }, (_, index) => anEntry(index + 1, `Vente ${index}`))
  expect(await session.answer('entries.post', { entity: 'A1', entries: many })).toMatchObject({ ok: false, fault: { code: 'disk_full' } })
  expect(await session.answer('journal', { entity: 'A1' })).toMatchObject({ ok: true, value: { total: 1 } })
  connection?.pragma(`max_page_count = ${pages + 5000}`)
  expect(await session.answer('entries.post', { entity: 'A1', entries: many })).toMatchObject({ ok: true, value: { booked: 500 } })
  expect(await session.answer('verify', { full: true })).toMatchObject({ ok: true, value: { ok: true } })
  session.close()
})
