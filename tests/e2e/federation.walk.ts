import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { accept, ask, choose, finish, foundHeadquarters, keep, visit } from './steps.ts'
import { expect, expectAccessible, type Program, said, saidLike, test } from './support.ts'

const DAY = '2026-12-15'
const HOUSE = 'Coopérative'
const MOVED = 'Loyer de mars'

/** A workspace for each machine: two of the first Activité, the second one with no books before it joins. */
async function machines(program: Program) {
  const make = (name: string, kind: string, ...books: readonly string[]): string => {
    const file = join(program.folder, `${name}.archipel`)
    program.run('init', file, '--kind', kind, '--country', 'BE', '--name', kind === 'headquarters' ? HOUSE : name, ...books, '--on', DAY)
    return file
  }
  const books = (code: string, name: string): readonly string[] => ['-e', code, '--entity-name', name, '--first-year', '2026-01-01:2026-12-31']
  const open = (workspace: string): Promise<Page> => program.open({ workspace, on: DAY })
  return {
    headquarters: await open(make('siege', 'headquarters', ...books('SIEGE', HOUSE))),
    office: await open(make('bureau', 'office')),
    first: await open(make('atelier', 'entity', ...books('ATELIER', 'Atelier Brume'))),
    second: await open(make('atelier-2', 'entity')),
    other: await open(make('four', 'entity', ...books('FOUR', 'Le Four'))),
  }
}

interface Written { readonly on: string; readonly label: string; readonly euros: string; readonly accounts?: readonly [string, string] }

/** Types in a field, and goes on: the keyboard is somewhere else before anything more is typed. */
async function type(page: Page, id: string, text: string): Promise<void> {
  await page.locator(id).fill(text)
  await page.keyboard.press('Enter')
  await expect(page.locator(id)).not.toBeFocused()
}

async function lines(page: Page, debit: string, euros: string, credit: string): Promise<void> {
  await type(page, '#line-0-account', debit)
  await type(page, '#line-0-debitCents', euros)
  await type(page, '#line-1-account', credit)
  await expect(page.getByText(said('entry.balanced'))).toBeVisible()
}

/** Entries by the entry screen. */
async function post(page: Page, ...entries: readonly Written[]): Promise<void> {
  for (const { on, label, euros, accounts: [debit, credit] = ['61', '440'] } of entries) {
    await visit(page, '/entry')
    await page.locator('#entry-label').fill(label)
    await page.locator('#entry-date').fill(on)
    await page.keyboard.press('Enter')
    await lines(page, debit, euros, credit)
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#entry-next')).toBeVisible()
    await page.locator('#entry-next').click()
  }
}

/** A pli for somebody, as a file; `rest` holds only what no pli made before holds. */
async function makePli(program: Program, page: Page, to: string, rest = false): Promise<string> {
  await visit(page, `/plis?tab=send&to=${to}`)
  const back = page.getByRole('main').getByRole('button', { name: said('common.back') })
  if (await back.isVisible()) await back.click()
  if (rest) await page.getByLabel(said('plis.sinceSent')).check()
  return keep(program, page, () => page.getByRole('button', { name: /n°/u }).click())
}

/** Files taken on the page of plis; how many of them brought something. */
async function take(page: Page, files: readonly string[], taken: number): Promise<void> {
  await visit(page, '/')
  await visit(page, '/plis?tab=receive')
  await choose(page, ...files)
  await page.getByRole('button', { name: said('plis.take', { count: files.length }) }).click()
  await expect(page.getByText(said('plis.taken', { taken, count: files.length }))).toBeVisible()
}

/** Files taken in the inbox of headquarters, and what it says of them. */
async function inbox(page: Page, files: readonly string[], done: { readonly taken: number; readonly known?: number; readonly waiting?: number }): Promise<void> {
  await visit(page, '/')
  await visit(page, '/inbox')
  await choose(page, ...files)
  await expect(page.getByText(said('hq.inbox.done', { known: 0, waiting: 0, refused: 0, ...done }))).toBeVisible()
}

/** The trial balance of the year as it is read on the screen, row after row. */
async function balance(page: Page, entity: string): Promise<readonly string[]> {
  await visit(page, `/trial-balance?e=${entity}&p=2026`)
  await page.getByRole('radio', { name: said('top.expert') }).check({ force: true })
  const rows = page.getByRole('grid').getByRole('row')
  await expect(rows.filter({ hasText: said('common.total') })).toBeVisible()
  return rows.allInnerTexts()
}

test('headquarters, an office and two Activités, one on two devices, join and trade a year; everybody ends with the same balances', async ({ program }) => {
  const { headquarters, office, first, second, other } = await machines(program)
  await test.step('headquarters makes its keys, its root and an office', async () => {
    await foundHeadquarters(program, headquarters)
    await visit(headquarters, '/offices')
    await headquarters.getByRole('button', { name: said('hq.office.add') }).click()
    await headquarters.locator('#office-name').fill('Bureau de Lille')
    await headquarters.locator('#office-code').fill('LILLE')
    await headquarters.getByRole('dialog').getByRole('button', { name: said('common.save') }).click()
    await expect(headquarters.getByRole('cell', { name: 'Bureau de Lille LILLE' })).toBeVisible()
  })
  const joins = async (page: Page, person: string, fields: Readonly<Record<string, string>> = {}): Promise<void> => {
    const asked = await ask(program, page, person, { fields })
    await finish(page, asked, await accept(program, headquarters, asked), HOUSE)
  }
  await test.step('three of them join: on each side, the words are those of the other', async () => {
    await joins(first, 'Nadia Ferrand')
    await joins(other, 'Bruno Levain')
    await joins(office, 'Luc Ferrand', { '#join-office': 'LILLE' })
  })
  await test.step('winter is booked; the first pli of the Activité is lost on the way, its second carries all and comes twice', async () => {
    await post(first, { on: '15/1/2026', label: 'Fournitures de janvier', euros: '120,50' }, { on: '10/2/2026', label: 'Fournitures de février', euros: '80' })
    await makePli(program, first, 'headquarters')
    await post(first, { on: '5/3/2026', label: 'Outils', euros: '333,33' })
    const whole = await makePli(program, first, 'headquarters')
    await inbox(headquarters, [whole], { taken: 1 })
    await inbox(headquarters, [whole], { taken: 0, known: 1 })
  })
  await test.step('its second device joins the same books, and finds them whole', async () => {
    await joins(second, 'Nadia Ferrand', { '#join-code': 'ATELIER' })
    expect(await balance(second, 'ATELIER')).toEqual(await balance(first, 'ATELIER'))
  })
  await test.step('the other Activité sends two plis; the later one comes first, waits, and is taken by itself', async () => {
    await other.getByRole('radio', { name: said('top.expert') }).check({ force: true })
    await post(other, { on: '20/1/2026', label: 'Farine', euros: '412' })
    const earlier = await makePli(program, other, 'headquarters')
    await post(other, { on: '20/2/2026', label: 'Bois', euros: '95,10' })
    const later = await makePli(program, other, 'headquarters', true)
    await inbox(headquarters, [later], { taken: 0, waiting: 1 })
    await inbox(headquarters, [earlier], { taken: 2 })
  })
  await test.step('headquarters entrusts both to the office', async () => {
    await visit(headquarters, '/offices')
    for (const name of ['Atelier Brume', 'Le Four']) {
      await headquarters.getByRole('button', { name: said('hq.office.edit', { name: 'Bureau de Lille' }) }).click()
      const panel = headquarters.getByRole('dialog')
      await panel.getByRole('combobox').fill(name)
      await headquarters.keyboard.press('Enter')
      await panel.getByRole('button', { name: said('hq.office.entrust.do'), exact: true }).click()
      await expect(panel.getByRole('listitem').filter({ hasText: name })).toBeVisible()
      await headquarters.keyboard.press('Escape')
      await expect(panel).toHaveCount(0)
    }
  })
  await test.step('headquarters closes March while an entry of March is on its way: moved to the first open day, and told', async () => {
    await post(second, { on: '20/3/2026', label: MOVED, euros: '700' })
    const late = await makePli(program, second, 'headquarters')
    await visit(headquarters, '/year-end?e=ATELIER')
    await headquarters.locator('#close-until').fill('31/3/2026')
    await headquarters.keyboard.press('Tab')
    const close = headquarters.getByRole('button', { name: saidLike('closing.period.do', { date: '31 mars 2026' }) })
    await close.click()
    await expect(headquarters.getByText(saidLike('closing.period.done', { date: '31 mars 2026' }))).toBeVisible()
    await inbox(headquarters, [late], { taken: 1 })
  })
  const toAtelier = async (...pages: readonly Page[]): Promise<void> => {
    const pli = await makePli(program, headquarters, 'ATELIER')
    for (const page of pages) await take(page, [pli], 1)
  }
  await test.step('the notice says what moved and why, at headquarters and on both devices', async () => {
    await toAtelier(first, second)
    for (const page of [headquarters, first, second]) {
      await visit(page, '/notices')
      const notice = page.getByRole('listitem').filter({ hasText: MOVED })
      for (const part of [/20.03.2026/u, /31.03.2026/u, /01.04.2026/u]) await expect(notice).toContainText(part)
    }
    await expectAccessible(second, 'notices')
  })
  await test.step('the year goes on, on both devices and at the other Activité', async () => {
    await post(first, { on: '12/6/2026', label: 'Vente de juin', euros: '1540', accounts: ['400', '7050'] })
    await post(second, { on: '3/9/2026', label: 'Vente de septembre', euros: '860,25', accounts: ['400', '7050'] })
    await post(other, { on: '30/11/2026', label: 'Pains de novembre', euros: '2310', accounts: ['400', '7050'] })
    // Doubled and shuffled in one gesture.
    const plis = [await makePli(program, other, 'headquarters', true), await makePli(program, second, 'headquarters'), await makePli(program, first, 'headquarters')]
    await inbox(headquarters, plis.toReversed(), { taken: 3 })
    await inbox(headquarters, plis, { taken: 0, known: 3 })
  })
  await test.step('the office reads, and proposes an entry', async () => {
    await take(office, [await makePli(program, headquarters, 'LILLE')], 1)
    await visit(office, '/propose?e=ATELIER')
    await office.locator('#entry-label').fill('Part des frais du bureau')
    await lines(office, '61', '45', '440')
    await office.getByLabel(said('advising.propose.reason')).fill('Convenu en mai')
    await office.getByRole('button', { name: said('advising.propose.send'), exact: true }).click()
    await expect(office.getByText(said('advising.propose.made'))).toBeVisible()
  })
  await test.step('the porteur accepts it; the answer goes round by headquarters', async () => {
    await take(first, [await makePli(program, office, 'ATELIER')], 1)
    await visit(first, '/advice')
    await expect(first.getByText('Convenu en mai')).toBeVisible()
    await first.getByRole('button', { name: said('advising.answer.accept') }).click()
    await expect(first.getByText(said('advising.answer.leaves'), { exact: true })).toBeVisible()
    await inbox(headquarters, [await makePli(program, first, 'headquarters')], { taken: 1 })
    await toAtelier(first, second)
    await take(other, [await makePli(program, headquarters, 'FOUR')], 1)
    await take(office, [await makePli(program, headquarters, 'LILLE')], 1)
    await visit(office, '/entrusted?e=ATELIER')
    await expect(office.getByText(said('advising.proposal.state.accepted'))).toBeVisible()
  })
  await test.step('read on the screens of all who hold them, the balances are the same', async () => {
    const [atelier, four] = [await balance(headquarters, 'ATELIER'), await balance(headquarters, 'FOUR')]
    expect(atelier.length).toBeGreaterThan(4)
    expect(atelier.join(' ').replace(/\s/gu, '')).toContain('1278,83')
    for (const page of [first, second, office]) expect(await balance(page, 'ATELIER')).toEqual(atelier)
    for (const page of [other, office]) expect(await balance(page, 'FOUR')).toEqual(four)
  })
})
