import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { arrived, expect, expectAccessible, type Program, said, saidLike, test } from './support.ts'

interface Prints { readonly fingerprint: { readonly words: readonly string[] }; readonly rootFingerprint: { readonly words: readonly string[] } }

/** Headquarters, an Activité with a few entries and the office to which it is entrusted, joined from the command line. */
function federation(program: Program): { readonly office: string; readonly porteur: string } {
  const at = (name: string): string => join(program.folder, name)
  const file = (name: string): string => at(`${name}.archipel`)
  const enrol = (name: string, ...asked: string[]): void => {
    const request = program.run('-w', file(name), 'enrol', 'request', '-o', at(`${name}.demande`), ...asked) as Prints
    const accepted = program.run('-w', file('siege'), 'enrol', 'accept', at(`${name}.demande`), '-o', at(`${name}-reponse.pli`), '--fingerprint', request.fingerprint.words.join(' ')) as Prints
    program.run('-w', file(name), 'enrol', 'finish', at(`${name}-reponse.pli`), '--fingerprint', accepted.rootFingerprint.words.join(' '))
  }
  const carry = (from: string, to: string, who: string): void => {
    const made = program.run('-w', file(from), 'pli', 'make', '--to', to, '-o', program.folder) as { readonly file: string }
    program.run('-w', file(who), 'pli', 'take', made.file)
  }
  program.run('init', file('siege'), '--kind', 'headquarters', '--country', 'BE', '--name', 'Siège', '-e', 'SIEGE', '--first-year', '2026-01-01:2026-12-31')
  program.run('init', file('bureau'), '--kind', 'office', '--country', 'BE', '--name', 'Bureau de Lille')
  program.run('init', file('atelier'), '--kind', 'entity', '--country', 'BE', '--name', 'Atelier', '-e', 'ATELIER', '--entity-name', 'Atelier Brume', '--first-year', '2026-01-01:2026-12-31')
  writeFileSync(at('entries.json'), JSON.stringify([
    { journal: 'OD', date: '2026-01-20', label: 'Facture 1', lines: [{ account: '400', debitCents: 12_100 }, { account: '7050', creditCents: 12_100 }] },
  ]))
  program.run('-w', file('atelier'), '-e', 'ATELIER', 'post', at('entries.json'))
  enrol('atelier', '--person', 'Ana Brume')
  program.run('-w', file('siege'), 'office', 'add', 'LILLE', '--name', 'Bureau de Lille')
  enrol('bureau', '--person', 'Luc Ferrand', '--office', 'LILLE')
  carry('atelier', 'headquarters', 'siege')
  program.run('-w', file('siege'), 'entrust', 'ATELIER', '--office', 'LILLE')
  carry('siege', 'LILLE', 'bureau')
  carry('siege', 'ATELIER', 'atelier')
  return { office: file('bureau'), porteur: file('atelier') }
}

async function visit(page: Page, place: string): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#${place}`)
  await arrived(page)
}

/** Makes the pli in the window and keeps the file. */
async function makePli(page: Page, to: string, file: string): Promise<void> {
  await visit(page, `/plis?tab=send&to=${to}`)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: saidLike('plis.make', { number: 'ANY' }) }).click()
  await (await saved).saveAs(file)
}

async function takePli(page: Page, file: string): Promise<void> {
  await visit(page, '/plis?tab=receive')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: said('plis.take', { count: 1 }) }).click()
  await expect(page.getByText(said('plis.taken', { taken: 1, count: 1 }))).toBeVisible()
}

async function choose(page: Page, id: string, text: string): Promise<void> {
  await page.locator(id).fill(text)
  await page.keyboard.press('Enter')
}

test('an adviser finds what asks for attention, proposes an entry, and reads what the porteur made of it', async ({ program }) => {
  const { office, porteur } = federation(program)
  const adviser = await program.open({ workspace: office, on: '2026-06-15' })
  await test.step('the portfolio says why, by name, and opens by the keyboard', async () => {
    await expect(adviser.getByRole('heading', { level: 1, name: said('advising.portfolio') })).toBeVisible()
    await expect(adviser.getByText(saidLike('advising.why.customers_overdue', { items: 1, date: 'ANY', days: 146, amount: 'ANY' }))).toBeVisible()
    await expectAccessible(adviser, 'portfolio')
    await adviser.getByRole('link', { name: 'Atelier Brume' }).focus()
    await adviser.keyboard.press('Enter')
    await expect(adviser.getByRole('heading', { level: 1, name: 'Atelier Brume' })).toBeVisible()
  })
  await test.step('a note, and one that stays here', async () => {
    await adviser.getByLabel(said('advising.note.new'), { exact: true }).fill('La facture 1 attend toujours')
    await adviser.getByRole('button', { name: said('advising.note.share') }).click()
    await expect(adviser.getByText('La facture 1 attend toujours')).toBeVisible()
    await adviser.getByLabel(said('advising.private.new')).fill('Appeler Ana')
    await adviser.getByRole('button', { name: said('advising.private.save') }).click()
    await expect(adviser.getByText('Appeler Ana')).toBeVisible()
    await expectAccessible(adviser, 'the page of an Activité')
  })
  await test.step('an entry is proposed, with its effect in words', async () => {
    await adviser.getByRole('link', { name: said('advising.propose') }).click()
    await expect(adviser.locator('#entry-label')).toBeFocused()
    await adviser.keyboard.type('Part des frais du bureau')
    await choose(adviser, '#line-0-account', '61')
    await expect(adviser.locator('#line-0-party')).toBeFocused()
    await adviser.locator('#line-0-debitCents').fill('45')
    await adviser.keyboard.press('Enter')
    await expect(adviser.locator('#line-1-account')).toBeFocused()
    await choose(adviser, '#line-1-account', '440')
    await expect(adviser.getByText(said('entry.balanced'))).toBeVisible()
    await adviser.getByRole('button', { name: said('advising.propose.send'), exact: true }).click()
    await expect(adviser.locator('#propose-reason')).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(adviser, 'a proposal refused')
    await adviser.getByLabel(said('advising.propose.reason')).fill('Convenu en mai')
    await adviser.getByRole('button', { name: said('advising.propose.send'), exact: true }).click()
    await expect(adviser.getByText(said('advising.propose.made'))).toBeVisible()
  })
  const [there, back] = [join(program.folder, 'conseil.pli'), join(program.folder, 'reponse.pli')]
  await makePli(adviser, 'ATELIER', there)

  const owner = await program.open({ workspace: porteur, on: '2026-06-16' })
  await takePli(owner, there)
  await test.step('the porteur sees who proposes, why and with what effect, and accepts', async () => {
    await visit(owner, '/advice')
    await expect(owner.getByText('Convenu en mai')).toBeVisible()
    await expect(owner.getByText('La facture 1 attend toujours')).toBeVisible()
    await expect(owner.getByText('Appeler Ana')).toHaveCount(0)
    await expectAccessible(owner, 'what is proposed')
    await owner.getByRole('button', { name: said('advising.answer.accept') }).click()
    await expect(owner.getByText(said('advising.answer.leaves'), { exact: true })).toBeVisible()
    await expectAccessible(owner, 'what was answered')
  })
  await makePli(owner, 'LILLE', back)
  await takePli(adviser, back)
  await visit(adviser, '/entrusted?e=ATELIER')
  await expect(adviser.getByText(said('advising.proposal.state.accepted'))).toBeVisible()
  await expect(adviser.getByRole('link', { name: 'OD-2026-2' })).toBeVisible()
})
