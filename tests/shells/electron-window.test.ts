import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildScreens } from '../../electron/build-screens.ts'
import { buildPreload } from '../../electron/build.ts'
import { ORIGIN } from '../../electron/channels.ts'
import { startMain } from '../../electron/main.ts'
import { ElectronDouble } from './electron-double.ts'
import { makeWorkspace, temporaryFolder } from './folder.ts'

/*
 * The real main and the real built preload, the real screens in a real Chromium, and between them a double of Electron:
 * `app://archipel` is answered by main's own protocol handler, `ipcRenderer` reaches main's own handlers.
 */
const CHROMIUM = '/usr/bin/chromium'
/** Chromium knows no `app:`; a name that leads nowhere stands for it. */
const STAND_IN = 'https://archipel.invalid'

let browser: Browser
let preload = ''

beforeAll(async () => {
  expect(existsSync(CHROMIUM), 'Debian’s chromium is needed: apt-get install chromium').toBe(true)
  await buildScreens(() => undefined)
  preload = await buildPreload()
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}, 180_000)

afterAll(async () => {
  await browser?.close()
})

/** What a page hands over crosses as JSON here, and as itself in Electron: bytes are carried as numbers. */
const SHIM = `
  const listeners = new Map()
  globalThis.__deliver = (channel, values) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...values) }
  const carry = (value) => value instanceof Uint8Array ? { __bytes: [...value] } : value
  const exports = {}, module = { exports }
  const require = () => ({
    contextBridge: { exposeInMainWorld: (name, value) => { globalThis[name] = value } },
    ipcRenderer: {
      invoke: (channel, ...values) => globalThis.__invoke(channel, values.map(carry)),
      on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]) },
    },
  })
`

interface Opened {
  readonly double: ElectronDouble
  readonly page: Page
  readonly problems: string[]
}

async function openWindow(): Promise<Opened> {
  const double = new ElectronDouble()
  await startMain(double.api, { platform: 'linux' })
  const context = await browser.newContext({ locale: 'fr-BE' })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  await context.route('**/*', async (route) => {
    const url = route.request().url()
    if (!url.startsWith(STAND_IN)) return route.abort()
    const answer = await double.page?.(new Request(url.replace(STAND_IN, ORIGIN), { method: route.request().method() }))
    return route.fulfill({ status: answer?.status ?? 500, headers: Object.fromEntries(answer?.headers ?? []), body: Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)) })
  })
  await page.exposeFunction('__invoke', (channel: string, values: unknown[]) =>
    double.invoke(channel, values.map((value) => (typeof value === 'object' && value !== null && '__bytes' in value ? Uint8Array.from(value.__bytes as number[]) : value))))
  double.onSent = (channel, values) => void page.evaluate(([name, given]) => (globalThis as unknown as { __deliver(n: unknown, v: unknown): void }).__deliver(name, given), [channel, values]).catch(() => undefined)
  await page.addInitScript(`(() => { ${SHIM} ${preload} })()`)
  await page.goto(`${STAND_IN}/`)
  return { double, page, problems }
}

test('the program opens in its window: screens, preload, main and core together, with no violation of the policy', async () => {
  const { double, page, problems } = await openWindow()
  try {
    await expect.poll(() => page.locator('#root').innerText(), { timeout: 20_000 }).toMatch(/Activité/u)
    expect(await page.evaluate(() => (globalThis as unknown as { archipel: { shell: string } }).archipel.shell)).toBe('electron')
    // The three doors of the first start.
    const text = await page.locator('#root').innerText()
    expect(text).toMatch(/démonstration/iu)
    const path = await makeWorkspace(temporaryFolder())
    const reply = await page.evaluate((where) => (globalThis as unknown as { archipel: { call(p: string, i: unknown): Promise<unknown> } }).archipel.call('workspace.open', { path: where }), path)
    expect(reply).toMatchObject({ ok: true, value: { access: 'write' } })
    await page.reload()
    await expect.poll(() => page.locator('#root').innerText(), { timeout: 20_000 }).toMatch(/Atelier|A1/u)
    const shown: string[] = []
    for (const item of double.menu.flatMap((menu) => menu.submenu ?? [])) {
      if (item.role || !item.click || item.label === 'Quitter' || item.label?.startsWith('Ouvrir')) continue
      item.click()
      await page.waitForTimeout(150)
      shown.push(page.url())
    }
    // Menu commands lead somewhere: not every one stays on the same screen.
    expect(new Set(shown).size).toBeGreaterThan(1)
    expect(problems).toEqual([])
  } finally {
    await page.context().close()
    await double.core?.close()
  }
}, 120_000)

test('in the window nothing leaves the page: no fetch elsewhere, no eval, no markup from text, no frame', async () => {
  const { double, page } = await openWindow()
  try {
    const attempts = await page.evaluate(async () => {
      const refused: string[] = []
      const attempt = async (name: string, work: () => unknown): Promise<void> => {
        try {
          await work()
        } catch {
          refused.push(name)
        }
      }
      await attempt('fetch', () => fetch('https://evil.invalid/'))
      // Later and from a timer: what Playwright itself evaluates is exempt from the policy.
      const later = (work: () => unknown): Promise<unknown> => new Promise((resolve, reject) => {
        setTimeout(() => {
          try {
            resolve(work())
          } catch (error) {
            reject(error as Error)
          }
        }, 0)
      })
      // oxlint-disable-next-line no-eval -- that it is refused is what is tested
      await attempt('eval', () => later(() => (0, eval)('1')))
      await attempt('markup', () => (document.body.innerHTML = '<img src=x>'))
      await attempt('websocket', () => new Promise((_, reject) => (new WebSocket('wss://evil.invalid').onerror = reject)))
      await attempt('worker', () => new Worker(URL.createObjectURL(new Blob(['1'])) as never))
      return refused
    })
    expect(attempts.sort()).toEqual(['eval', 'fetch', 'markup', 'websocket', 'worker'])
  } finally {
    await page.context().close()
    await double.core?.close()
  }
}, 60_000)
