import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accept, ask, choose, finish, foundHeadquarters, keep, visit } from './steps.ts'
import { expect, expectAccessible, said, test } from './support.ts'

const DAY = '2026-11-20'
test('an Activité joins headquarters with both fingerprints compared; a pli is sent, taken, and its receipt comes back', async ({ program }) => {
  const workspaces = { headquarters: join(program.folder, 'siege.archipel'), atelier: join(program.folder, 'atelier.archipel') }
  program.run('init', workspaces.headquarters, '--kind', 'headquarters', '--country', 'BE', '--name', 'Coopérative', '-e', 'SIEGE', '--entity-name', 'Coopérative', '--first-year', '2026-01-01:2026-12-31', '--on', DAY)
  program.run('init', workspaces.atelier, '--kind', 'entity', '--country', 'BE', '--name', 'Atelier', '-e', 'ATELIER', '--entity-name', 'Atelier', '--first-year', '2026-01-01:2026-12-31', '--on', DAY)
  const entries = join(program.folder, 'ecritures.json')
  writeFileSync(entries, JSON.stringify([{ journal: 'OD', date: '2026-11-02', label: 'Établi', lines: [{ account: '610', debitCents: 25_000, creditCents: 0 }, { account: '550', debitCents: 0, creditCents: 25_000 }] }]))
  program.run('post', entries, '-w', workspaces.atelier, '--on', DAY)
  const headquarters = await program.open({ workspace: workspaces.headquarters, on: DAY })
  const atelier = await program.open({ workspace: workspaces.atelier, on: DAY })

  await test.step('headquarters makes its keys and the three of its root', async () => foundHeadquarters(program, headquarters, { scanned: true }))
  const request = await test.step('the porteur asks', async () => ask(program, atelier, 'Nadia Ferrand', { scanned: true }))
  const answered = await test.step('headquarters compares the words read on the telephone, and accepts', async () => accept(program, headquarters, request, { scanned: true }))
  await test.step('the porteur compares the words of headquarters, and joins', async () => finish(atelier, request, answered, 'Coopérative', { scanned: true }))
  const pli = await test.step('what leaves and who will read it is said, then the pli is made', async () => {
    await visit(atelier, '/plis')
    await expect(atelier.getByText(said('common.entries', { count: 1 })).first()).toBeVisible()
    await expect(atelier.getByText('250,00').first()).toBeVisible()
    await expect(atelier.getByText(said('plis.readers.only'))).toBeVisible()
    await expectAccessible(atelier, 'pli to send')
    return keep(program, atelier, () => atelier.getByRole('button', { name: said('plis.make', { number: 1 }) }).click())
  })
  await test.step('headquarters takes it: the register shows it, its books are read', async () => {
    await visit(headquarters, '/inbox')
    await choose(headquarters, pli)
    await expect(headquarters.getByText(said('hq.inbox.done', { taken: 1, known: 0, waiting: 0, refused: 0 }))).toBeVisible()
    await visit(headquarters, '/')
    await expect(headquarters.getByRole('grid').getByText('Atelier')).toBeVisible()
    await expect(headquarters.getByRole('grid').getByText(said('hq.whole'))).toBeVisible()
    // Taken a second time it changes nothing, and says so.
    await visit(headquarters, '/inbox')
    await choose(headquarters, pli)
    await expect(headquarters.getByText(said('hq.inbox.done', { taken: 0, known: 1, waiting: 0, refused: 0 }))).toBeVisible()
  })
  const answer = await test.step('headquarters sends its receipt', async () => {
    await visit(headquarters, '/plis?to=ATELIER')
    return keep(program, headquarters, () => headquarters.getByRole('button', { name: /n°/u }).click())
  })
  await test.step('the porteur sees what the pli holds, takes it, and reads that headquarters has the same books', async () => {
    await visit(atelier, '/plis?tab=receive')
    await choose(atelier, answer)
    await expect(atelier.getByText(said('plis.inside', { count: 1 }))).toBeVisible()
    await atelier.getByRole('button', { name: said('plis.take', { count: 1 }) }).click()
    await expect(atelier.getByText(said('plis.taken', { taken: 1, count: 1 }))).toBeVisible()
    await expectAccessible(atelier, 'pli taken')
    await visit(atelier, '/plis?tab=history')
    await expect(atelier.getByText(said('receipts.same'))).toBeVisible()
    await expect(atelier.getByText(said('receipts.identical'))).toBeVisible()
    await expectAccessible(atelier, 'history')
    await visit(atelier, '/trust')
    await expect(atelier.getByRole('row', { name: /Nadia Ferrand/u })).toBeVisible()
    await expectAccessible(atelier, 'who signs and reads')
  })
  const [here, there] = [workspaces.atelier, workspaces.headquarters].map((workspace) => program.run('trial-balance', '-w', workspace, '-e', 'ATELIER', '--as-of', '2026-12-31') as { rows: unknown })
  expect(there?.rows).toEqual(here?.rows)
})
