import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { accept, ask, choose, finish, keep, visit } from './steps.ts'
import { arrived, expect, PICTURES, type Program, said, settled, test } from './support.ts'

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

interface Scene { readonly name: string; readonly at: string; readonly reading: 'clair' | 'comptable'; readonly scheme: 'light' | 'dark' }

async function show(page: Page, scene: Scene): Promise<void> {
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
    await picture(page, scene.name)
  }
})

/** What is on the screen, as it stands. */
async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await settled(page)
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  expect(statSync(path).size).toBeGreaterThan(20_000)
}

interface Prints { readonly fingerprint: { readonly words: readonly string[] }; readonly rootFingerprint: { readonly words: readonly string[] } }

/** A headquarters that has lived two years, a regional office, and an Activité about to join them. */
function federation(program: Program): Readonly<Record<'siege' | 'bureau' | 'brume', string>> {
  const at = (name: string): string => join(program.folder, name)
  const files = { siege: at('Coopérative.archipel'), bureau: at('Bureau de Liège.archipel'), brume: at('Atelier Brume.archipel') }
  program.run('init', files.siege, '--kind', 'headquarters', '--country', 'BE', '--name', 'Coopérative', '-e', 'SIEGE', '--entity-name', 'Coopérative', '--first-year', '2025-01-01:2025-12-31', '--on', DAY)
  program.run('simulate-federation', '-w', files.siege, '--entities', '24', '--years', '2', '--seed', '7', '--on', DAY)
  program.run('init', files.bureau, '--kind', 'office', '--country', 'BE', '--name', 'Bureau de Liège', '--on', DAY)
  program.run('init', files.brume, '--kind', 'entity', '--country', 'BE', '--name', 'Atelier Brume', '-e', 'BRUME', '--entity-name', 'Atelier Brume', '--first-year', '2026-01-01:2026-12-31', '--on', DAY)
  const sale = (number: number, euros: number) => ({ journal: 'VEN', date: `2026-${String(number).padStart(2, '0')}-12`, label: `Facture ${number}`, lines: [{ account: '400', debitCents: euros * 121 }, { account: '7050', creditCents: euros * 100 }, { account: '451', creditCents: euros * 21 }] })
  writeFileSync(at('ecritures.json'), JSON.stringify(Array.from({ length: 10 }, (_, month) => sale(month + 1, 640 + 85 * month))))
  program.run('post', at('ecritures.json'), '-w', files.brume, '--on', DAY)
  const request = program.run('-w', files.bureau, 'enrol', 'request', '-o', at('bureau.demande'), '--person', 'Luc Ferrand', '--office', 'LIEGE', '--on', DAY) as Prints
  const accepted = program.run('-w', files.siege, 'enrol', 'accept', at('bureau.demande'), '-o', at('bureau-reponse.pli'), '--fingerprint', request.fingerprint.words.join(' '), '--on', DAY) as Prints
  program.run('-w', files.bureau, 'enrol', 'finish', at('bureau-reponse.pli'), '--fingerprint', accepted.rootFingerprint.words.join(' '), '--on', DAY)
  return files
}

test('pictures of a federation for the README: joining, a pli, the register, a portfolio', async ({ program }) => {
  mkdirSync(FOLDER, { recursive: true })
  const files = federation(program)
  const [headquarters, brume] = [await program.open({ workspace: files.siege, on: DAY }), await program.open({ workspace: files.brume, on: DAY })]
  const asked = await ask(program, brume, 'Ana Brume')
  const answer = await accept(program, headquarters, asked)
  await choose(brume, answer.file)
  await expect(brume.getByLabel(said('join.compare.aloud'))).toBeVisible()
  await picture(brume, 'joining')
  await brume.getByRole('button', { name: said('join.answer.other') }).click()
  await finish(brume, asked, answer, 'Coopérative')
  await visit(brume, '/plis')
  await expect(brume.getByText(said('plis.readers.only'))).toBeVisible()
  await picture(brume, 'pli')
  const pli = await keep(program, brume, () => brume.getByRole('button', { name: /n°/u }).click())
  await visit(headquarters, '/inbox')
  await choose(headquarters, pli)
  await expect(headquarters.getByText(said('hq.inbox.done', { taken: 1, known: 0, waiting: 0, refused: 0 }))).toBeVisible()
  await show(headquarters, { name: 'register', at: '/', reading: 'clair', scheme: 'light' })
  await picture(headquarters, 'register')
  await visit(headquarters, '/plis?tab=send&to=LIEGE')
  const lent = await keep(program, headquarters, () => headquarters.getByRole('button', { name: /n°/u }).click())
  program.run('-w', files.bureau, 'pli', 'take', lent, '--on', DAY)
  const office = await program.open({ workspace: files.bureau, on: DAY })
  await show(office, { name: 'portfolio', at: '/', reading: 'clair', scheme: 'light' })
  await picture(office, 'portfolio')
})
