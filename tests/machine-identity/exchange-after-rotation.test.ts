import { expect, test } from 'vitest'
import type { PliMade } from '../../core/workspace.ts'
import { anEntry } from '../shells/folder.ts'
import { ask, carry, enrolledPair, ROOT, send, take } from './exchange.ts'

test('a porteur changes keys: plis on the way open, headquarters believes the new ones by the old one’s word and seals for them', async () => {
  const { headquarters, porteur } = await enrolledPair()
  await ask(headquarters, 'entries.post', { entity: 'A1', entries: [anEntry(300)] })
  const onTheWay = carry(headquarters, (await ask<PliMade>(headquarters, 'pli.make', { to: 'A1' })).fileId, porteur)
  await ask(porteur, 'trust.rotate', {})
  await ask(porteur, 'entries.post', { entity: 'A1', entries: [anEntry(400)] })
  expect(await take(porteur, onTheWay)).toMatchObject({ outcome: 'taken' })
  expect(await send(porteur, 'headquarters', headquarters)).toMatchObject({ outcome: 'taken' })
  await ask(headquarters, 'entries.post', { entity: 'A1', entries: [anEntry(500)] })
  const made = await ask<PliMade>(headquarters, 'pli.make', { to: 'A1' })
  expect(await take(porteur, carry(headquarters, made.fileId, porteur))).toMatchObject({ outcome: 'taken' })
  const balance = await ask(porteur, 'report.trialBalance', { entity: 'A1', asOf: '2026-12-31' })
  expect(await ask(headquarters, 'report.trialBalance', { entity: 'A1', asOf: '2026-12-31' })).toEqual(balance)
  for (const session of [porteur, headquarters]) session.close()
}, 60_000)

test('headquarters changes its keys by its root: the porteur goes on believing it', async () => {
  const { headquarters, porteur, rootFiles } = await enrolledPair()
  const onTheWay = carry(porteur, (await ask<PliMade>(porteur, 'pli.make', { to: 'headquarters' })).fileId, headquarters)
  const old = headquarters.workspace?.ctx.ports.identity()?.signingKey
  await ask(headquarters, 'trust.state-root', { rootFiles: [0, 2].map((index) => ({ fileId: rootFiles[index], passphrase: ROOT[index] })), renew: true })
  expect(headquarters.workspace?.ctx.ports.identity()?.signingKey).not.toBe(old)
  expect((await take(headquarters, onTheWay)).refused).toEqual([])
  await ask(headquarters, 'entries.post', { entity: 'A1', entries: [anEntry(700)] })
  expect(await send(headquarters, 'A1', porteur)).toMatchObject({ outcome: 'taken', refused: [] })
  await ask(porteur, 'entries.post', { entity: 'A1', entries: [anEntry(800)] })
  expect(await send(porteur, 'headquarters', headquarters)).toMatchObject({ outcome: 'taken', refused: [] })
  const balance = await ask(porteur, 'report.trialBalance', { entity: 'A1', asOf: '2026-12-31' })
  expect(await ask(headquarters, 'report.trialBalance', { entity: 'A1', asOf: '2026-12-31' })).toEqual(balance)
  for (const session of [porteur, headquarters]) session.close()
}, 60_000)
