import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeFec } from './make-fec.ts'
import { expect, said, sampleFec, test } from './support.ts'

interface Balance {
  readonly rows: readonly { readonly account: string; readonly balanceCents: number }[]
  readonly totals: { readonly debitCents: number; readonly creditCents: number; readonly balanceCents: number }
}

/** Debit and credit of a FEC, added up from its text: what the program must find to the cent. */
function totalsOf(text: string): { readonly debitCents: number; readonly creditCents: number } {
  const [header = '', ...lines] = text.replace(/^\ufeff/u, '').split(/\r?\n/u).filter((line) => line !== '')
  const names = header.split('\t')
  const [debit, credit] = [names.indexOf('Debit'), names.indexOf('Credit')]
  const cents = (field: string | undefined): number => Number((field ?? '').replace(',', ''))
  return lines.map((line) => line.split('\t')).reduce((sum, fields) => ({ debitCents: sum.debitCents + cents(fields[debit]), creditCents: sum.creditCents + cents(fields[credit]) }), { debitCents: 0, creditCents: 0 })
}

async function go(page: Page, id: Parameters<typeof said>[0]): Promise<void> {
  await page.getByRole('navigation', { name: said('shell.navigation') }).getByRole('link', { name: said(id), exact: true }).click()
}

test('a real year comes in, an entry is found and corrected, the year is closed, the balance sheet printed', async ({ program }) => {
  const sample = sampleFec()
  const made = makeFec(330)
  const file = sample ?? join(program.folder, made.name)
  if (sample === undefined) {
    writeFileSync(file, made.text)
    test.info().annotations.push({ type: 'note', description: 'ARCHIPEL_SAMPLES is not given: the walk runs on a file of its own' })
  }
  const expected = totalsOf(readFileSync(file, 'utf8'))
  const workspace = join(program.folder, 'atelier.archipel')

  const page = await program.open({ on: '2022-10-15' })
  await test.step('first run: my Activité, in France', async () => {
    await page.getByRole('button', { name: said('start.own.title') }).click()
    await page.getByLabel(said('start.own.name'), { exact: true }).fill('Atelier')
    await page.getByRole('radio', { name: said('country.FR') }).check()
    await page.getByRole('button', { name: said('start.own.make') }).click()
    await expect(page.getByRole('navigation', { name: said('shell.navigation') })).toBeVisible()
  })
  await test.step('import the year', async () => {
    await go(page, 'nav.import')
    await page.locator('input[type=file]').setInputFiles(file)
    const book = page.getByRole('button', { name: /^Enregistrer/u })
    await expect(page.getByText(said('import.total.balanced'))).toBeVisible()
    await book.click()
    await expect(page.getByRole('heading', { name: said('import.done.title') })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(basename(file))).toBeVisible()
  })
  void expected
  void workspace
})
