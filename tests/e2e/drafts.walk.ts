import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { visit } from './steps.ts'
import { expect, expectAccessible, said, test } from './support.ts'

const DAY = '2026-06-15'
const ROWS = 60

/** Lines as a spreadsheet copies them: two for each entry, one of them on an account that no chart knows. */
function sheet(): string {
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const [day, label, amount] = [`${String(1 + (at % 28)).padStart(2, '0')}/03/2026`, `Fournitures ${String(at + 1).padStart(2, '0')}`, `${10 + at},50`]
    return `${day}\tOD\tF-${at + 1}\t${label}\t${at === 7 ? '6999999' : '61'}\t${amount}\t\n${day}\tOD\tF-${at + 1}\t${label}\t440\t\t${amount}`
  })
  return [said('import.paste.titles'), ...lines].join('\n')
}

test('lines pasted from a spreadsheet are checked, become drafts, and are changed, taken back, booked and deleted together', async ({ program }) => {
  const workspace = join(program.folder, 'atelier.archipel')
  program.run('init', workspace, '--kind', 'entity', '--country', 'BE', '--name', 'Atelier', '-e', 'ATELIER', '--entity-name', 'Atelier Brume', '--first-year', '2026-01-01:2026-12-31')
  const page = await program.open({ workspace, on: DAY })
  await test.step('Ctrl+V anywhere on the page of imports reads the lines', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await visit(page, '/import')
    await page.evaluate((text) => navigator.clipboard.writeText(text), sheet())
    await page.keyboard.press('Control+v')
    await page.getByRole('button', { name: said('csv.continue') }).click()
  })
  await test.step('what the books refuse is named by its line, and nothing of it is booked', async () => {
    await expect(page.getByText('6999999').first()).toBeVisible()
    await expectAccessible(page, 'pasted lines refused')
    await page.getByRole('button', { name: said('import.drafts') }).click()
    await expect(page.getByText(said('import.drafts.made', { count: ROWS }))).toBeVisible()
    await page.getByRole('link', { name: said('import.drafts.see') }).click()
  })
  const choose = (label: string) => page.getByRole('checkbox', { name: said('drafts.choose', { label }), exact: true })
  const row = (label: string) => page.getByRole('row').filter({ has: choose(label) })
  await test.step('a run is chosen with Shift, by the pointer and by the keyboard', async () => {
    // By day, then by label: 01, 29, 57, 02, 30, 58, 03.
    await choose('Fournitures 01').check()
    await choose('Fournitures 30').click({ modifiers: ['Shift'] })
    await expect(page.getByRole('button', { name: said('drafts.change', { count: 5 }) })).toBeVisible()
    await choose('Fournitures 03').focus()
    await page.keyboard.press('Shift+Space')
    await expect(page.getByRole('button', { name: said('drafts.change', { count: 7 }) })).toBeVisible()
  })
  await test.step('their day and account change at once; one step takes it back, and brings it again', async () => {
    await expect(row('Fournitures 30')).toContainText('02/03/2026')
    await page.locator('#drafts-date').fill('30/4/2026')
    await page.keyboard.press('Tab')
    await page.locator('#drafts-from').selectOption('61')
    await page.locator('#drafts-to').fill('610')
    await page.keyboard.press('Enter')
    await expectAccessible(page, 'drafts chosen')
    await page.getByRole('button', { name: said('drafts.change', { count: 7 }) }).click()
    await expect(page.getByText(said('drafts.changed', { count: 7 }))).toBeVisible()
    await expect(row('Fournitures 30')).toContainText('30/04/2026')
    await choose('Fournitures 30').focus()
    await page.keyboard.press('Control+z')
    await expect(page.getByText(said('drafts.undone', { count: 7 }))).toBeVisible()
    await expect(row('Fournitures 30')).toContainText('02/03/2026')
    await page.getByRole('button', { name: said('keys.redo') }).click()
    await expect(row('Fournitures 30')).toContainText('30/04/2026')
  })
  await test.step('all of them are refused for one; that one named, left out, the others are booked', async () => {
    await page.getByRole('checkbox', { name: said('drafts.all', { count: ROWS }) }).check()
    await page.getByRole('button', { name: said('drafts.post', { count: ROWS }) }).click()
    await page.getByRole('dialog').getByRole('button', { name: said('entry.post') }).click()
    await expect(page.getByRole('alert')).toContainText('Fournitures 08')
    await choose('Fournitures 08').uncheck()
    await page.getByRole('button', { name: said('drafts.post', { count: ROWS - 1 }) }).click()
    await page.getByRole('dialog').getByRole('button', { name: said('entry.post') }).click()
    await expect(page.getByText(said('drafts.posted', { count: ROWS - 1, first: 'OD-2026-1', last: `OD-2026-${ROWS - 1}` }))).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(2)
  })
  await test.step('the last one is deleted, and the page says what will be here', async () => {
    await choose('Fournitures 08').check()
    await page.getByRole('button', { name: said('drafts.delete', { count: 1 }) }).click()
    await page.getByRole('dialog').getByRole('button', { name: said('common.delete') }).click()
    await expect(page.getByText(said('drafts.none'))).toBeVisible()
  })
})

test('a file dropped anywhere is recognised: a pli is read where plis are taken, lines where they are imported', async ({ program }) => {
  const workspace = join(program.folder, 'atelier.archipel')
  program.run('init', workspace, '--kind', 'entity', '--country', 'BE', '--name', 'Atelier', '-e', 'ATELIER', '--entity-name', 'Atelier Brume', '--first-year', '2026-01-01:2026-12-31')
  const page = await program.open({ workspace, on: DAY })
  const drop = (name: string, text: string): Promise<void> => page.evaluate(([file, content]) => {
    const carried = new DataTransfer()
    carried.items.add(new File([content ?? ''], file ?? ''))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }))
  }, [name, text])
  await visit(page, '/journals')
  await drop('lignes.tsv', sheet())
  await expect(page.getByRole('heading', { level: 1, name: 'lignes.tsv' })).toBeVisible()
  await visit(page, '/import')
  await drop('essai.pli', readFileSync(join(import.meta.dirname, '../fixtures/books.ts'), 'utf8'))
  await expect(page).toHaveURL(/plis.*tab=receive/u)
  await expect(page.getByRole('main').getByRole('alert').or(page.getByText(said('shown.refused')))).toBeVisible()
})
