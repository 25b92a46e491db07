import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { arrived, expect, PICTURES, said, settled, test } from './support.ts'

/** The day of the pictures: the demonstration tells its story up to it, so that they are the same tomorrow. */
const DAY = '2026-11-21'
/** `ARCHIPEL_PICTURES=1` makes the README's own again; without it they go to the results, and only prove that they can be made. */
const FOLDER = process.env['ARCHIPEL_PICTURES'] ? PICTURES : join(import.meta.dirname, '..', 'results', 'pictures')

const SCENES = [
  { name: 'home', at: '/', reading: 'clair', scheme: 'light' },
  { name: 'entry', at: '/entry', reading: 'clair', scheme: 'light' },
  { name: 'statements', at: '/statements', reading: 'clair', scheme: 'light' },
  { name: 'journals', at: '/journals', reading: 'comptable', scheme: 'light' },
  { name: 'trial-balance-dark', at: '/trial-balance', reading: 'comptable', scheme: 'dark' },
] as const

async function show(page: Page, scene: (typeof SCENES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: scene.scheme, reducedMotion: 'reduce' })
  await page.getByRole('radio', { name: said(scene.reading === 'clair' ? 'top.clear' : 'top.expert') }).check({ force: true })
  await page.goto(`${page.url().split('#')[0]}#${scene.at}`)
  await arrived(page)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await settled(page)
}

test('pictures of the demonstration for the README', async ({ program }) => {
  mkdirSync(FOLDER, { recursive: true })
  const workspace = join(program.folder, 'Atelier Brume.archipel')
  program.run('init', workspace, '--kind', 'entity', '--country', 'BE', '--name', 'Atelier Brume', '-e', 'BRUME', '--entity-name', 'Atelier Brume', '--demo', 'atelier-brume', '--on', DAY)
  const page = await program.open({ workspace, on: DAY })
  await expect(page.getByText(said('demo.banner'))).toBeVisible()
  for (const scene of SCENES) {
    await show(page, scene)
    const path = join(FOLDER, `${scene.name}.png`)
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
    expect(statSync(path).size).toBeGreaterThan(20_000)
  }
})
