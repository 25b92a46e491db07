import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { recoveryCode } from '../../electron/machine/recovery-secret.ts'
import type { Session } from '../../electron/machine/session.ts'
import { anEntry, temporaryFolder, testSession } from '../shells/folder.ts'
import { ask, enrol, enrolledPair, send } from './exchange.ts'

test('a lost machine is replaced by its sheet and what headquarters holds, and goes on in its own stream', async () => {
  const { headquarters, porteur, made } = await enrolledPair()
  const secret = recoveryCode({ author: made.author as AuthorId, seed: porteur.workspace?.keys.secret()?.seed ?? Buffer.alloc(0) })
  const before = await ask(porteur, 'report.trialBalance', { entity: 'A1', asOf: '2026-12-31' })
  porteur.close()

  const again = testSession()
  await ask(again, 'workspace.create', { path: join(temporaryFolder(), 'remplacant.archipel'), kind: 'entity', country: 'BE', name: 'Atelier', entityCode: '', entityName: '' })
  await ask(again, 'identity.restore', { secret })
  await enrol(again, headquarters, { person: 'Ada', role: 'porteur', joins: 'A1' })
  expect(await ask(again, 'report.trialBalance', { entity: 'A1', asOf: '2026-12-31' })).toEqual(before)
  expect(await ask(again, 'entries.post', { entity: 'A1', entries: [anEntry(999)] })).toMatchObject({ booked: 1 })
  expect(await send(again, 'headquarters', headquarters)).toMatchObject({ outcome: 'taken' })
  expect(await send(headquarters, 'A1', again)).toMatchObject({ outcome: 'taken' })
  const streams = (session: Session): unknown[] => session.workspace?.connection.prepare(
    'SELECT author, device, count(*) AS facts FROM fact JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id WHERE code = ? GROUP BY stream.id ORDER BY author',
  ).all('A1') ?? []
  expect(streams(again)).toEqual(streams(headquarters))
  expect(streams(again).length).toBe(2)
  for (const session of [again, headquarters]) {
    expect(await ask(session, 'verify', { full: true })).toMatchObject({ ok: true })
    session.close()
  }
}, 60_000)
