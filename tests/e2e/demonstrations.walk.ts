import { expect, said, test } from './support.ts'

test('the desk of an adviser is tried from the first page: a portfolio with its reasons, and books that are read and not written', async ({ program }) => {
  const page = await program.open({ on: '2026-11-21' })
  await page.getByRole('button', { name: said('start.demo.title') }).click()
  await page.getByLabel(said('start.demo.office.title')).check()
  await page.getByRole('button', { name: said('start.demo.make') }).click()
  await expect(page.getByRole('heading', { level: 1, name: said('advising.portfolio') })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText(said('demo.banner'))).toBeVisible()
  const items = page.getByRole('main').getByRole('listitem')
  expect(await items.count()).toBeGreaterThan(5)
  await page.getByRole('navigation').getByRole('link', { name: said('nav.trialBalance') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(said('balance.title.plain'))
  await expect(page.getByRole('link', { name: said('nav.entry'), exact: true })).toHaveCount(0)
})
