import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { _electron, type ElectronApplication, expect, type Page, test as base } from '@playwright/test'
import { type MessageId, translate, type Values } from '../../renderer/i18n/messages.ts'
import { makeFolder } from '../fixtures/temporary.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COMMAND = join(ROOT, 'electron', 'archipel.mjs')
const IN_ELECTRON = process.env['ARCHIPEL_SHELL'] === 'electron'
/** Where the pictures of the README are made. */
export const PICTURES = join(ROOT, 'resources', 'screenshots')

/** A sentence of the French interface: the walks look for what a person reads, by the same catalogue. */
export function said(id: MessageId, values?: Values): string {
  return translate('fr', id, values)
}

/** The same, its variable parts left open: for what the walk does not know beforehand. */
export function saidLike(id: MessageId, values: Values): RegExp {
  const parts = translate('fr', id, values).replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
  return new RegExp(parts.replaceAll('ANY', '.*'), 'u')
}

export interface Program {
  /** The folder of this walk alone: data, workspaces, files. */
  readonly folder: string
  /** Runs one command of the command line and gives back its JSON. */
  run(...words: string[]): unknown
  /** Starts the program on a workspace file (or on none) at a working date, and gives its window. */
  open(options?: { readonly workspace?: string; readonly on?: string }): Promise<Page>
}

/** What a page may not say, whatever the walk: a breach of the policy, an uncaught error. */
function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy|Trusted/u.test(message.text())) problems.push(`${message.type()}: ${message.text()}`)
  })
}

export const test = base.extend<{ program: Program }>({
  program: async ({ browser, contextOptions, viewport, locale, timezoneId }, use) => {
    const folder = makeFolder('walk')
    const inherited = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined))
    const env = { ...inherited, ARCHIPEL_DATA: join(folder, 'data'), ARCHIPEL_FOLDER: folder }
    const children: ChildProcess[] = []
    const windows: ElectronApplication[] = []
    const problems: string[] = []

    const openInElectron = async (workspace: string | undefined): Promise<Page> => {
      const shell = await _electron.launch({ executablePath: process.env['ARCHIPEL_ELECTRON'] ?? '', args: [ROOT, ...(workspace === undefined ? [] : [workspace])], env })
      windows.push(shell)
      return shell.firstWindow()
    }
    const openInBrowser = async (workspace: string | undefined, on: string | undefined): Promise<Page> => {
      const words = ['serve', '--json', ...(workspace === undefined ? [] : ['-w', workspace]), ...(on === undefined ? [] : ['--on', on])]
      const child = spawn(process.execPath, [COMMAND, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      children.push(child)
      const address = await firstLine(child)
      const context = await browser.newContext({ ...contextOptions, viewport, acceptDownloads: true, ...(locale === undefined ? {} : { locale }), ...(timezoneId === undefined ? {} : { timezoneId }) })
      const page = await context.newPage()
      if (on !== undefined) await page.clock.install({ time: `${on}T10:00:00+01:00` })
      watch(page, problems)
      await page.goto((JSON.parse(address) as { address: string }).address)
      return page
    }
    await use({
      folder,
      run: (...words) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words, '--json'], { env, encoding: 'utf8', maxBuffer: 1 << 28 })
        expect(status, `archipel ${words.join(' ')}\n${stdout}\n${stderr}`).toBe(0)
        return JSON.parse(stdout) as unknown
      },
      open: async ({ workspace, on } = {}) => (IN_ELECTRON ? openInElectron(workspace) : openInBrowser(workspace, on)),
    })
    for (const shell of windows) await shell.close()
    for (const child of children) await stopped(child)
    rmSync(folder, { recursive: true, force: true })
    expect(problems, 'the page reported a problem').toEqual([])
  },
})

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the program stopped (${code}) before it gave its address`)))
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve)
  })
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** A screen is there when it says that it shows the address asked for, its title is there, and nothing in it still waits. */
export async function arrived(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset['settled'] !== undefined && decodeURIComponent(document.documentElement.dataset['settled']) === decodeURIComponent(location.hash.slice(1) || '/'))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await expect(page.getByText(said('common.loading'))).toHaveCount(0)
}

/** Colours that still change are nobody's fault: they are looked at when they have arrived. What moves without end, or waits, is not waited for. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => animation.playState === 'running' && animation.effect?.getComputedTiming().endTime !== Infinity)
    const patience = new Promise((resolve) => setTimeout(resolve, 2000))
    await Promise.race([patience, Promise.allSettled(ending.map((animation) => animation.finished))])
  })
}

/** Nothing that axe can see against WCAG 2.2 AA, in the light and in the dark. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
    await settled(page)
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    const told = violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`))
    expect(told, `${name}, ${scheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** The official sample when its folder is given, else nothing: the walk then makes a file of its own. */
export function sampleFec(): string | undefined {
  const folder = process.env['ARCHIPEL_SAMPLES']
  if (!folder) return undefined
  const name = '0000000001FEC20220831.txt'
  return readdirSync(join(folder, 'fec')).includes(name) ? join(folder, 'fec', name) : undefined
}

export { expect } from '@playwright/test'
