import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { arrived, expect, expectAccessible, type Program, said, saidLike } from './support.ts'

const HEADQUARTERS = { passphrase: 'phare marée cordage boussole lanterne', roots: ['digue pierre mouette sable quai', 'voile ancre courant brise estran', 'phoque crabe algue récif houle'] }
const PORTEUR = 'tournevis prairie carafe nuage velours'

export async function visit(page: Page, place: string): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#${place}`)
  await arrived(page)
}

/** The six words under a title, as a person reads them out. */
async function wordsOf(page: Page, title: string | RegExp): Promise<readonly string[]> {
  const words = page.getByRole('region', { name: title }).getByRole('listitem')
  await expect(words).toHaveCount(6)
  return words.allInnerTexts()
}

/** Presses what makes a file, and keeps it as the person would: on a stick. */
export async function keep(program: Program, page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const path = join(program.folder, download.suggestedFilename())
  await download.saveAs(path)
  return path
}

export const ROOT_PASSPHRASES: readonly string[] = HEADQUARTERS.roots

async function makeKeys(page: Page, passphrase: string): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: said('join.keys.make') }) })
  await form.getByLabel(said('lock.passphrase'), { exact: true }).fill(passphrase)
  await form.getByLabel(said('protect.again')).fill(passphrase)
  await form.getByRole('button', { name: said('join.keys.make') }).click()
}

/** A file is dropped on the page: a request, an answer, plis. */
export async function choose(page: Page, ...files: readonly string[]): Promise<void> {
  await page.locator('main input[type=file]').first().setInputFiles([...files])
}

/** With its accessibility looked at on the way; once is enough. */
interface Looked { readonly scanned?: boolean }

export async function foundHeadquarters(program: Program, page: Page, { scanned = false, leaves = false }: Looked & { readonly leaves?: boolean } = {}): Promise<void> {
  await visit(page, '/trust')
  await makeKeys(page, HEADQUARTERS.passphrase)
  await expect(page.getByText(said('root.found.text'))).toBeVisible()
  if (scanned) await expectAccessible(page, 'founding the root')
  for (const [at, root] of HEADQUARTERS.roots.entries()) {
    const holder = page.getByRole('group', { name: said('root.holder', { number: at + 1 }) })
    await holder.getByLabel(said('lock.passphrase'), { exact: true }).fill(root)
    await holder.getByLabel(said('protect.again')).fill(root)
  }
  await page.getByRole('button', { name: said('root.found.do') }).click()
  await expect(page.getByText(said('root.founded.text'))).toBeVisible()
  if (leaves) return
  for (const number of [1, 2, 3]) {
    const name = `cle-racine-${number}.json`
    const kept = await keep(program, page, () => page.getByRole('button', { name: said('root.save', { name }) }).click())
    expect(kept).toContain(name)
    await expect(page.getByRole('button', { name: said('root.saved', { name }) })).toBeVisible()
  }
  await page.getByRole('button', { name: said('root.kept.forget') }).click()
  await expect(page.getByText(said('root.kept.done'))).toBeVisible()
}

export interface Asked { readonly person: string; readonly file: string; readonly words: readonly string[] }

/** Keys, then the request (`fields`: what else is filled in, by its selector): its file, and the words that the page of the person shows. */
export async function ask(program: Program, page: Page, person: string, { scanned = false, machine = false, fields = {} }: Looked & { readonly machine?: boolean; readonly fields?: Readonly<Record<string, string>> } = {}): Promise<Asked> {
  await visit(page, '/join')
  await makeKeys(page, PORTEUR)
  await expect(page.getByText(said('join.keys.made'))).toBeVisible()
  if (scanned) await expectAccessible(page, 'keys made')
  await page.getByRole('button', { name: said('join.keys.next') }).click()
  // Nothing leaves without a name, and the field says so.
  await page.getByRole('button', { name: said('join.request.make') }).click()
  await expect(page.getByRole('alert')).toContainText(said('join.person.missing'))
  await page.getByLabel(said(machine ? 'join.machine.name' : 'join.person'), { exact: true }).fill(person)
  for (const [id, text] of Object.entries(fields)) await page.locator(id).fill(text)
  if (scanned) await expectAccessible(page, 'request')
  const file = await keep(program, page, () => page.getByRole('button', { name: said('join.request.make') }).click())
  const words = await wordsOf(page, said('join.own'))
  if (scanned) await expectAccessible(page, 'fingerprint')
  await page.getByRole('button', { name: said('join.sent.next') }).click()
  // While the answer is awaited headquarters calls: the same words are still there to be read.
  await expect(page.getByText(said('join.answer.help'))).toBeVisible()
  expect(await wordsOf(page, said('join.own'))).toEqual(words)
  return { person, file, words }
}

/** Headquarters compares the words read on the telephone and accepts: its answer, and the words that its own page shows. */
export async function accept(program: Program, page: Page, asked: Asked, { scanned = false }: Looked = {}): Promise<{ readonly file: string; readonly words: readonly string[] }> {
  await visit(page, '/join/accept')
  const again = page.getByRole('button', { name: said('accept.again') })
  if (await again.isVisible()) await again.click()
  await choose(page, asked.file)
  await expect(page.getByText(asked.person).first()).toBeVisible()
  expect(await wordsOf(page, said('accept.compare', { person: asked.person }))).toEqual(asked.words)
  const button = page.getByRole('button', { name: said('accept.do') })
  await expect(button).toBeDisabled()
  await page.getByLabel(said('accept.compare.aloud', { person: asked.person })).check()
  if (scanned) await expectAccessible(page, 'accepting')
  const file = await keep(program, page, () => button.click())
  return { file, words: await wordsOf(page, said('accept.root')) }
}

/** The person compares the words of headquarters, and joins. */
export async function finish(page: Page, asked: Asked, answer: { readonly file: string; readonly words: readonly string[] }, headquarters: string, { scanned = false }: Looked = {}): Promise<void> {
  await choose(page, answer.file)
  expect(await wordsOf(page, saidLike('join.theirs', { headquarters: 'ANY' }))).toEqual(answer.words)
  expect(await wordsOf(page, said('join.own'))).toEqual(asked.words)
  await page.getByLabel(said('join.compare.aloud')).check()
  if (scanned) await expectAccessible(page, 'answer compared')
  await page.getByRole('button', { name: said('join.answer.finish') }).click()
  await expect(page.getByText(said('join.done.ok', { headquarters }))).toBeVisible()
}
