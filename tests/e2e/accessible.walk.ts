import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFec } from './make-fec.ts'
import { arrived, expect, expectAccessible, said, test } from './support.ts'

const SCREENS = [
  '/', '/entry', '/drafts', '/journals', '/accounts', '/account/401000', '/matching', '/parties', '/trial-balance', '/statements', '/import', '/export', '/backups', '/year-end', '/settings', '/entry/FIRST',
  '/plis', '/plis?tab=receive', '/plis?tab=history', '/notices', '/trust', '/join',
]

test('no fault of accessibility on the first page', async ({ program }) => {
  const page = await program.open()
  await expect(page.getByRole('heading', { name: said('start.title') })).toBeVisible()
  await expectAccessible(page, 'first run')
  await page.getByRole('button', { name: said('start.own.title') }).click()
  await expect(page.getByRole('button', { name: said('start.own.make') })).toBeVisible()
  await expectAccessible(page, 'my Activité')
})

test('no fault of accessibility on any screen, light and dark, in both readings', async ({ program }) => {
  const workspace = join(program.folder, 'lecture.archipel')
  const made = makeFec(40)
  const file = join(program.folder, made.name)
  writeFileSync(file, made.text)
  program.run('init', workspace, '--kind', 'entity', '--country', 'FR', '--name', 'Lecture', '-e', 'LECT', '--entity-name', 'Lecture')
  program.run('import', 'fec', file, '-w', workspace)
  const page = await program.open({ workspace, on: '2022-08-15' })
  await arrived(page)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(said('palette.placeholder')).fill('Report')
  await page.getByRole('dialog').getByText(/ · \d\d\/\d\d\/\d{4}$/u).first().click()
  await expect(page.getByRole('heading', { name: said('page.entry.lines') })).toBeVisible()
  const first = page.url().split('#/entry/')[1] ?? ''
  for (const reading of ['clair', 'comptable'] as const) {
    await page.getByRole('radio', { name: said(reading === 'clair' ? 'top.clear' : 'top.expert') }).check({ force: true })
    await expect(page.locator('html')).toHaveAttribute('data-reading', reading)
    for (const screen of SCREENS) {
      await test.step(`${screen} (${reading})`, async () => {
        await page.goto(`${page.url().split('#')[0]}#${screen.replace('FIRST', first)}`)
        await arrived(page)
        await expectAccessible(page, `${screen} (${reading})`)
      })
    }
  }
})

const HEADQUARTERS_SCREENS = [
  '/', '/inbox', '/people', '/offices', '/parameters', '/trust', '/join/accept', '/sum', '/liaisons', '/liaisons?tab=pairs', '/plis', '/activity', '/notices',
]

test('no fault of accessibility on the screens of headquarters', async ({ program }) => {
  const workspace = join(program.folder, 'siege.archipel')
  program.run('init', workspace, '--kind', 'headquarters', '--country', 'BE', '--name', 'Coopérative', '-e', 'SIEGE', '--entity-name', 'Coopérative', '--on', '2026-11-20')
  program.run('simulate-federation', '-w', workspace, '--entities', '6', '--years', '1', '--seed', '7', '--on', '2026-11-20')
  const page = await program.open({ workspace, on: '2026-11-20' })
  await arrived(page)
  for (const reading of ['clair', 'comptable'] as const) {
    await page.getByRole('radio', { name: said(reading === 'clair' ? 'top.clear' : 'top.expert') }).check({ force: true })
    await expect(page.locator('html')).toHaveAttribute('data-reading', reading)
    for (const screen of HEADQUARTERS_SCREENS) {
      await test.step(`${screen} (${reading})`, async () => {
        await page.goto(`${page.url().split('#')[0]}#${screen}`)
        await arrived(page)
        await expectAccessible(page, `${screen} (${reading})`)
      })
    }
  }
  await test.step('the sum of an office beside a year earlier, and an account of it', async () => {
    await page.goto(`${page.url().split('#')[0]}#/sum`)
    await arrived(page)
    await page.getByRole('checkbox', { name: said('hq.sum.compare') }).check()
    await page.locator('#sum-books').selectOption({ index: 1 })
    await arrived(page)
    await expectAccessible(page, 'sum of an office, compared')
  })
  await test.step('an Activité of the register', async () => {
    await page.goto(`${page.url().split('#')[0]}#/`)
    await arrived(page)
    await page.getByRole('grid').getByRole('row').nth(1).click()
    await expect(page.getByRole('dialog').getByRole('button', { name: said('hq.panel.read') })).toBeVisible()
    await expectAccessible(page, 'register, one Activité')
  })
})
