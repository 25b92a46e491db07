import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { arrived, expect, expectAccessible, said, saidLike, test } from './support.ts'

const STATEMENT = [
  'Date;Valeur;Communication;Contrepartie;Montant;Devise',
  '02/01/2026;02/01/2026;Virement client DUPONT facture 12;BE68 5390 0754 7034;1.250,00;EUR',
  '05/01/2026;05/01/2026;Loyer janvier;BE71 0961 2345 6769;-650,00;EUR',
  '07/01/2026;07/01/2026;Achat papeterie;;-45,90;EUR',
  'xx;;ligne abîmée;;12,00;EUR',
].join('\r\n')

interface Balance { readonly rows: readonly { readonly account: string; readonly balanceCents: number }[] }

async function visit(page: Page, place: string): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#${place}`)
  await arrived(page)
}

async function firstBooks(page: Page): Promise<void> {
  await page.getByRole('button', { name: said('start.own.title') }).click()
  // Behind a door the keyboard is at its first field.
  await expect(page.locator('#setup-name')).toBeFocused()
  await page.keyboard.type('Atelier')
  await page.getByRole('button', { name: said('start.own.make') }).click()
  await expect(page.getByRole('navigation', { name: said('shell.navigation') })).toBeVisible()
}

async function choose(page: Page, id: string, text: string): Promise<void> {
  await page.locator(id).fill(text)
  await page.keyboard.press('Enter')
}

test('a bank statement is read by its columns, taken in part, remembered, and never doubled', async ({ program }) => {
  const file = join(program.folder, 'releve.csv')
  writeFileSync(file, STATEMENT)
  const page = await program.open({ on: '2026-02-10' })
  await firstBooks(page)
  await visit(page, '/import')
  await page.locator('input[type=file]').setInputFiles(file)
  await test.step('columns to roles; what no column says is chosen', async () => {
    // Bank account numbers are not accounts: the column is not read, and the books propose theirs.
    await expect(page.getByLabel(said('csv.columnRole', { column: 'Contrepartie' }))).toHaveValue('')
    await expect(page.locator('#csv-journal')).toHaveValue('FIN')
    await expect(page.locator('#csv-account')).toHaveValue(/^550/u)
    await choose(page, '#csv-counter', '499')
    await expect(page.getByText(said('csv.problems', { count: 1 }))).toBeVisible()
    await expectAccessible(page, 'columns of a CSV')
    await page.getByRole('button', { name: said('csv.continue') }).click()
  })
  await test.step('a spoiled line refuses the file, and what is right is taken when one accepts it', async () => {
    await expect(page.getByText(said('import.refused', { count: 1 }))).toBeVisible()
    await page.getByRole('button', { name: said('import.acceptPart') }).click()
    await page.getByRole('button', { name: said('import.book.partial', { count: 3 }) }).click()
    await expect(page.getByText(said('import.done.booked', { count: 3 }))).toBeVisible()
  })
  await test.step('again: read as the last time, and nothing is new', async () => {
    await page.getByRole('button', { name: said('import.done.again') }).click()
    await page.locator('input[type=file]').setInputFiles(file)
    await expect(page.getByText(said('csv.origin.remembered'))).toBeVisible()
    await page.getByRole('button', { name: said('csv.continue') }).click()
    await page.getByRole('button', { name: said('import.acceptPart') }).click()
    await expect(page.getByText(said('import.nothingNew'))).toBeVisible()
  })
  const { rows } = program.run('trial-balance', '-w', join(program.folder, 'Atelier.archipel'), '--as-of', '2026-12-31') as Balance
  expect(rows.map(({ account, balanceCents }) => [account, balanceCents])).toEqual([['499', -55_410], ['550', 55_410]])
})

test('a closed period is reopened with its reason, and both stay written', async ({ program }) => {
  const page = await program.open({ on: '2026-02-10' })
  await firstBooks(page)
  await visit(page, '/year-end')
  await page.getByRole('button', { name: saidLike('closing.period.do', { date: 'ANY' }) }).click()
  await expect(page.getByText(said('closing.period.done', { date: '31 janvier 2026' }))).toBeVisible()
  await page.getByRole('button', { name: said('closing.reopen.period', { date: '31 janvier 2026' }) }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: said('closing.reopen.do') })).toBeDisabled()
  await dialog.getByLabel(said('closing.reopen.reason')).fill('Facture oubliée')
  await dialog.getByRole('button', { name: said('closing.reopen.do') }).click()
  await expect(page.getByText(saidLike('closing.history.reopened', { when: 'ANY', reason: 'Facture oubliée' }))).toBeVisible()
  await expect(page.getByText(said('closing.state.none'))).toBeVisible()
})

test('a backup is restored beside the books, and one may go back', async ({ program }) => {
  const page = await program.open({ on: '2026-02-10' })
  await firstBooks(page)
  await visit(page, '/backups')
  await page.getByRole('button', { name: said('backup.now') }).click()
  await page.getByRole('button', { name: saidLike('backup.restore.of', { when: 'ANY' }) }).first().click()
  await expect(page.getByText(said('restore.nothingMissing'))).toBeVisible()
  await page.getByRole('button', { name: said('restore.run') }).click()
  await expect(page.getByText(said('restore.done'))).toBeVisible()
  await page.getByRole('button', { name: said('restore.goBack') }).click()
  await expect(page.getByText(said('restore.done'))).toBeHidden()
  await page.getByRole('button', { name: said('verify.run') }).click()
  await expect(page.getByText(said('verify.right'))).toBeVisible()
})

test('what the books are made of is changed in the settings, every refusal at its field', async ({ program }) => {
  const page = await program.open({ on: '2026-02-10' })
  await firstBooks(page)
  await visit(page, '/settings?tab=parties')
  await page.getByRole('button', { name: said('settings.parties.add') }).click()
  await page.getByRole('dialog').getByRole('button', { name: said('common.save') }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeFocused()
  await page.locator('#party-name').fill('Mairie de Lille')
  await expect(page.locator('#party-code')).toHaveValue('MAIRIE-DE-LILLE')
  await page.getByRole('dialog').getByRole('button', { name: said('common.save') }).click()
  await expect(page.getByRole('row', { name: /Mairie de Lille/u })).toBeVisible()
  await visit(page, '/settings?tab=entity')
  await page.locator('#described-name').fill('Atelier Brume')
  await page.getByRole('button', { name: said('common.save') }).first().click()
  await expect(page.getByText(said('common.done'))).toBeVisible()
  await expect(page.getByRole('banner').getByText('Atelier Brume')).toBeVisible()
  await visit(page, '/settings?tab=display')
  await page.getByRole('radio', { name: said('language.nl') }).check()
  await expect(page.locator('html')).toHaveAttribute('lang', 'nl')
})
