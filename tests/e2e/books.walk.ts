import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import { readPdf } from '../exports/read-pdf.ts'
import { makeFec } from './make-fec.ts'
import { expect, said, sampleFec, test } from './support.ts'

interface Entries {
  readonly entries: readonly { readonly lines: readonly { readonly debitCents: number; readonly creditCents: number }[] }[]
}

/** From 1 September 2021 to 31 August 2022: the year of the file. */
const YEAR = '2021/2022'

/** Debit and credit of a FEC, added up from its text: what the program must find to the cent. */
function totalsOf(text: string): { readonly debitCents: number; readonly creditCents: number } {
  const [header = '', ...lines] = text.replace(/^\ufeff/u, '').split(/\r?\n/u).filter((line) => line !== '')
  const names = header.split('\t')
  const [debit, credit] = [names.indexOf('Debit'), names.indexOf('Credit')]
  const cents = (field: string | undefined): number => Number((field ?? '').replace(',', ''))
  return lines.map((line) => line.split('\t')).reduce((sum, fields) => ({ debitCents: sum.debitCents + cents(fields[debit]), creditCents: sum.creditCents + cents(fields[credit]) }), { debitCents: 0, creditCents: 0 })
}

/** A label of the middle of the file, in plain words: what a person would look for. */
function someLabel(text: string): string {
  const labels = text.split(/\r?\n/u).map((line) => line.split('\t')[10] ?? '').filter((label) => /^[A-Z][a-zA-Z]+(?: [a-zA-Z]+)+$/u.test(label))
  return labels[Math.floor(labels.length / 2)] ?? ''
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
  const workspace = join(program.folder, 'Atelier.archipel')

  const page = await program.open({ on: '2022-10-15' })
  await test.step('first run: my Activité, in France', async () => {
    await page.getByRole('button', { name: said('start.own.title') }).click()
    await page.getByLabel(said('start.own.name'), { exact: true }).fill('Atelier')
    await page.getByRole('radio', { name: said('country.FR') }).check()
    await page.getByRole('radio', { name: said('start.own.year.other') }).check()
    await page.locator('#setup-start').fill('1/9/2021')
    await page.keyboard.press('Tab')
    await expect(page.locator('#setup-end')).toHaveValue(/31.08.2022/u)
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
  await test.step('the books hold the totals of the file, to the cent', () => {
    const { entries } = program.run('journal', '-w', workspace) as Entries
    const lines = entries.flatMap((entry) => entry.lines)
    expect({ debitCents: lines.reduce((sum, line) => sum + line.debitCents, 0), creditCents: lines.reduce((sum, line) => sum + line.creditCents, 0) }).toEqual(expected)
  })
  await test.step('find an entry by words and open it', async () => {
    await page.keyboard.press('Control+k')
    const label = someLabel(readFileSync(file, 'utf8'))
    await page.getByPlaceholder(said('palette.placeholder')).fill(label)
    await page.getByRole('dialog').getByText(/ · \d\d\/\d\d\/\d{4}$/u).first().click()
    await expect(page.getByRole('heading', { name: said('page.entry.lines') })).toBeVisible()
  })
  const found = /#\/entry\/(\d+)/u.exec(page.url())?.[1]
  expect(found).toBeDefined()
  await test.step('correct it in one gesture: reversal with its reason, and a draft to change', async () => {
    await page.getByRole('button', { name: said('page.entry.correct'), exact: true }).click()
    await page.getByLabel(said('page.entry.correct.reason')).fill('Libellé erroné')
    await page.getByRole('button', { name: said('page.entry.correct.do') }).click()
    await expect(page.locator('#entry-label')).not.toHaveValue('')
    await page.locator('#entry-label').fill('Libellé corrigé')
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#entry-next')).toBeVisible()
    await page.goto(`${page.url().split('#')[0]}#/entry/${found}`)
    await expect(page.getByText(said('page.entry.reversed'))).toBeVisible()
  })
  await test.step('close the year', async () => {
    await go(page, 'nav.yearEnd')
    await page.getByRole('button', { name: said('closing.year.do', { year: YEAR }) }).click()
    await page.getByRole('dialog').getByRole('button', { name: said('closing.year.do', { year: YEAR }) }).click()
    await expect(page.getByText(said('closing.year.done', { year: YEAR }))).toBeVisible({ timeout: 60_000 })
  })
  await test.step('print the balance sheet', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: said('closing.year.print') }).click()])
    expect(download.suggestedFilename()).toMatch(/^bilan-.*\.pdf$/u)
    const pdf = readPdf(readFileSync(await download.path()))
    const text = pdf.pages.join('').replace(/[\s\u00a0]+/gu, '')
    for (const part of ['Bilan', 'Atelier', 'Définitif', 'Page1sur']) expect(text).toContain(part)
  })
  await test.step('the chain proves the books', () => {
    expect(program.run('verify', '--full', '-w', workspace)).toMatchObject({ ok: true })
  })
})
