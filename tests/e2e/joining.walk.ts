import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { arrived, expect, expectAccessible, type Program, said, saidLike, test } from './support.ts'

const DAY = '2026-11-20'
const HEADQUARTERS = { passphrase: 'phare marée cordage boussole lanterne', roots: ['digue pierre mouette sable quai', 'voile ancre courant brise estran', 'phoque crabe algue récif houle'] }
const PORTEUR = 'tournevis prairie carafe nuage velours'

async function visit(page: Page, place: string): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#${place}`)
  await arrived(page)
}

/** The six words under a title, as a person reads them out. */
async function wordsOf(page: Page, title: string | RegExp): Promise<readonly string[]> {
  const words = page.getByRole('region', { name: title }).getByRole('listitem')
  await expect(words).toHaveCount(6)
  return words.allInnerTexts()
}

/** Presses what makes a file, and keeps it as the person would: on a stick. */
async function keep(program: Program, page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const path = join(program.folder, download.suggestedFilename())
  await download.saveAs(path)
  return path
}

async function makeKeys(page: Page, passphrase: string): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: said('join.keys.make') }) })
  await form.getByLabel(said('lock.passphrase'), { exact: true }).fill(passphrase)
  await form.getByLabel(said('protect.again')).fill(passphrase)
  await form.getByRole('button', { name: said('join.keys.make') }).click()
}

async function choose(page: Page, file: string): Promise<void> {
  await page.locator('main input[type=file]').first().setInputFiles(file)
}

async function foundHeadquarters(program: Program, page: Page): Promise<void> {
  await visit(page, '/trust')
  await makeKeys(page, HEADQUARTERS.passphrase)
  await expect(page.getByText(said('root.found.text'))).toBeVisible()
  await expectAccessible(page, 'founding the root')
  for (const [at, root] of HEADQUARTERS.roots.entries()) {
    const holder = page.getByRole('group', { name: said('root.holder', { number: at + 1 }) })
    await holder.getByLabel(said('lock.passphrase'), { exact: true }).fill(root)
    await holder.getByLabel(said('protect.again')).fill(root)
  }
  await page.getByRole('button', { name: said('root.found.do') }).click()
  await expect(page.getByText(said('root.founded.text'))).toBeVisible({ timeout: 60_000 })
  for (const number of [1, 2, 3]) {
    const name = `cle-racine-${number}.json`
    const kept = await keep(program, page, () => page.getByRole('button', { name: said('root.save', { name }) }).click())
    expect(kept).toContain(name)
    await expect(page.getByRole('button', { name: said('root.saved', { name }) })).toBeVisible()
  }
}

async function ask(program: Program, page: Page): Promise<{ readonly file: string; readonly words: readonly string[] }> {
  await visit(page, '/join')
  await makeKeys(page, PORTEUR)
  await expect(page.getByText(said('join.keys.made'))).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page, 'keys made')
  await page.getByRole('button', { name: said('join.keys.next') }).click()
  // Nothing leaves without a name, and the field says so.
  await page.getByRole('button', { name: said('join.request.make') }).click()
  await expect(page.getByRole('alert')).toContainText(said('join.person.missing'))
  await page.getByLabel(said('join.person'), { exact: true }).fill('Nadia Ferrand')
  await expectAccessible(page, 'request')
  const file = await keep(program, page, () => page.getByRole('button', { name: said('join.request.make') }).click())
  const words = await wordsOf(page, said('join.own'))
  await expectAccessible(page, 'fingerprint')
  await page.getByRole('button', { name: said('join.sent.next') }).click()
  return { file, words }
}

test('an Activité joins headquarters with both fingerprints compared; a pli is sent, taken, and its receipt comes back', async ({ program }) => {
  test.setTimeout(300_000)
  const workspaces = { headquarters: join(program.folder, 'siege.archipel'), atelier: join(program.folder, 'atelier.archipel') }
  program.run('init', workspaces.headquarters, '--kind', 'headquarters', '--country', 'BE', '--name', 'Coopérative', '-e', 'SIEGE', '--entity-name', 'Coopérative', '--first-year', '2026-01-01:2026-12-31', '--on', DAY)
  program.run('init', workspaces.atelier, '--kind', 'entity', '--country', 'BE', '--name', 'Atelier', '-e', 'ATELIER', '--entity-name', 'Atelier', '--first-year', '2026-01-01:2026-12-31', '--on', DAY)
  const entries = join(program.folder, 'ecritures.json')
  writeFileSync(entries, JSON.stringify([{ journal: 'OD', date: '2026-11-02', label: 'Établi', lines: [{ account: '610', debitCents: 25_000, creditCents: 0 }, { account: '550', debitCents: 0, creditCents: 25_000 }] }]))
  program.run('post', entries, '-w', workspaces.atelier, '--on', DAY)
  const headquarters = await program.open({ workspace: workspaces.headquarters, on: DAY })
  const atelier = await program.open({ workspace: workspaces.atelier, on: DAY })

  await test.step('headquarters makes its keys and the three of its root', async () => foundHeadquarters(program, headquarters))
  const request = await test.step('the porteur asks', async () => ask(program, atelier))
  const accepted = await test.step('headquarters compares the words read on the telephone, and accepts', async () => {
    await visit(headquarters, '/join/accept')
    await choose(headquarters, request.file)
    await expect(headquarters.getByText('Nadia Ferrand').first()).toBeVisible()
    expect(await wordsOf(headquarters, said('accept.compare', { person: 'Nadia Ferrand' }))).toEqual(request.words)
    const accept = headquarters.getByRole('button', { name: said('accept.do') })
    await expect(accept).toBeDisabled()
    await headquarters.getByLabel(said('accept.compare.aloud', { person: 'Nadia Ferrand' })).check()
    await expectAccessible(headquarters, 'accepting')
    const file = await keep(program, headquarters, () => accept.click())
    return { file, words: await wordsOf(headquarters, said('accept.root')) }
  })
  await test.step('the porteur compares the words of headquarters, and joins', async () => {
    await choose(atelier, accepted.file)
    expect(await wordsOf(atelier, saidLike('join.theirs', { headquarters: 'ANY' }))).toEqual(accepted.words)
    expect(await wordsOf(atelier, said('join.own'))).toEqual(request.words)
    await atelier.getByLabel(said('join.compare.aloud')).check()
    await expectAccessible(atelier, 'answer compared')
    await atelier.getByRole('button', { name: said('join.answer.finish') }).click()
    await expect(atelier.getByText(said('join.done.ok', { headquarters: 'Coopérative' }))).toBeVisible()
  })
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
