import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Cancelled } from '../../core/context.ts'
import { temporaryFolder, testSession } from './folder.ts'

async function made(kind: 'office' | 'headquarters', demonstration = 'federation') {
  const [desk, folder] = [testSession(), temporaryFolder()]
  const reply = await desk.run('workspace.create', { path: join(folder, 'essai.archipel'), kind, country: 'BE', name: 'Essai', entityCode: '', entityName: '', demonstration })
  return { desk, folder, reply }
}

test('the demonstration of an office has joined its headquarters and holds the books entrusted to it; nothing else is left beside it', { timeout: 120_000 }, async () => {
  const { desk, folder, reply } = await made('office')
  expect(reply).toMatchObject({ ok: true, value: { kind: 'office', demonstration: true, access: 'write' } })
  expect(readdirSync(folder).filter((name) => !name.startsWith('essai.archipel'))).toEqual([])
  const { entities } = await desk.ask<{ entities: readonly { entity: string; reasons: readonly unknown[] }[] }>('portfolio.list', {})
  expect(entities.length).toBeGreaterThanOrEqual(5)
  const { totals } = await desk.ask<{ totals: { debitCents: number; balanceCents: number } }>('trialBalance', { entity: entities[0]?.entity, asOf: desk.workspace?.ctx.ports.today() })
  expect(totals.debitCents).toBeGreaterThan(0)
  expect(await desk.ask('verify', { full: true })).toMatchObject({ ok: true, problems: [] })
  desk.close()
})

test('the demonstration of a headquarters has its register', { timeout: 120_000 }, async () => {
  const { desk, reply } = await made('headquarters')
  expect(reply).toMatchObject({ ok: true, value: { kind: 'headquarters', demonstration: true } })
  expect(await desk.ask('register.list', { offset: 0, limit: 5 })).toMatchObject({ total: 40 })
  expect(await desk.ask('verify', { full: false })).toMatchObject({ ok: true, problems: [] })
  desk.close()
})

test('one that does not exist is refused, one that is stopped leaves nothing', async () => {
  const { folder, reply } = await made('headquarters', 'atelier-brume')
  expect(reply).toMatchObject({ ok: false, refused: [{ code: 'demonstration_unknown', known: ['federation'] }] })
  expect(readdirSync(folder)).toEqual([])
  const desk = testSession()
  const stopped = desk.run('workspace.create', { path: join(folder, 'essai.archipel'), kind: 'headquarters', country: 'BE', name: 'Essai', entityCode: '', entityName: '', demonstration: 'federation' }, () => {
    throw new Cancelled()
  })
  await expect(stopped).rejects.toBeInstanceOf(Cancelled)
  expect(readdirSync(folder)).toEqual([])
})
