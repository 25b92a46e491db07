import { join } from 'node:path'
import { expect, test } from './support.ts'

interface Journal {
  readonly entries: readonly { readonly journal: string; readonly date: string; readonly label: string; readonly documentRef: string; readonly lines: readonly { readonly account: string; readonly debitCents: number; readonly creditCents: number }[] }[]
}

const INVOICES = 20

test('twenty purchase invoices without the mouse, and the focus is never lost', async ({ program }) => {
  const workspace = join(program.folder, 'clavier.archipel')
  program.run('init', workspace, '--kind', 'entity', '--country', 'BE', '--name', 'Clavier', '-e', 'CLAV', '--entity-name', 'Clavier', '--first-year', '2026-01-01:2026-12-31')
  const page = await program.open({ workspace, on: '2026-03-02' })
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
    await expect.poll(() => page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body), { message: `focus after ${keys.join(' ')}` }).toBe(true)
  }
  const at = async (id: string): Promise<void> => expect(page.locator(`#${id}`)).toBeFocused()

  const account = async (index: number, number: string, then: string): Promise<void> => {
    await at(`line-${index}-account`)
    await page.keyboard.type(number)
    await press('Enter')
    await at(`line-${index}-${then}`)
  }

  await expect(page.getByRole('navigation').first()).toBeVisible()
  await page.keyboard.press('Alt+n')
  await at('entry-label')
  for (let number = 1; number <= INVOICES; number += 1) {
    await page.keyboard.type(`Fournitures ${number}`)
    if (number > 1) {
      // The day after the invoice before: one key in the field of the date.
      await press('Shift+Tab')
      await at('entry-date')
      await press('+', 'Enter')
      await at('entry-label')
    }
    await press('Enter')
    await at('entry-ref')
    await page.keyboard.type(`F-${number}`)
    await press('Enter')
    await at('entry-document-on')
    await press('Enter')
    // The number of an account, an amount worked out in its field; what remains is proposed on the other side.
    await account(0, '61', 'party')
    await press('Enter')
    await at('line-0-debitCents')
    await page.keyboard.type(`10*${number}`)
    await press('Enter')
    await account(1, '411', 'creditCents')
    await press('Shift+Tab')
    await at('line-1-debitCents')
    await page.keyboard.type(`10*${number}*21%`)
    await press('Enter')
    await account(2, '440', 'creditCents')
    await press('Control+Enter')
    await at('entry-next')
    await press('Enter')
    await at('entry-label')
  }
  const { entries } = program.run('journal', '-w', workspace) as Journal
  expect(entries.length).toBe(INVOICES)
  for (const [index, entry] of entries.entries()) {
    const net = 1000 * (index + 1)
    expect(entry.label).toBe(`Fournitures ${index + 1}`)
    expect(entry.documentRef).toBe(`F-${index + 1}`)
    expect(entry.lines.map((line) => [line.account.slice(0, 2), line.debitCents, line.creditCents])).toEqual([['61', net, 0], ['41', net * 0.21, 0], ['44', 0, net * 1.21]])
  }
  expect(entries.map((entry) => entry.date)).toEqual(entries.map((entry) => entry.date).sort())
  expect(new Set(entries.map((entry) => entry.date)).size).toBe(INVOICES)
})
