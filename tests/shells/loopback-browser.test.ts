import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildScreens } from '../../electron/build-screens.ts'
import { startLoopback, type Loopback } from '../../electron/loopback.ts'
import { makeWorkspace, temporaryFolder } from './folder.ts'

let browser: Browser
let host: Loopback
let foreign: Server

beforeAll(async () => {
  await buildScreens(() => undefined)
  host = await startLoopback({ port: 0 })
  foreign = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>autre</title>'))
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', () => resolve()))
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--host-resolver-rules=MAP evil.test 127.0.0.1'] })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  foreign?.close()
  await host?.close()
})

test('the printed address opens the program once; the code leaves the address; a reload stays in, another window stays out', async () => {
  const context = await browser.newContext({ locale: 'fr-BE' })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())))
  page.on('pageerror', (error) => problems.push(String(error)))
  const address = host.newAddress()
  await page.goto(address)
  await expect.poll(() => page.locator('#root').innerText(), { timeout: 20_000 }).toMatch(/démonstration/iu)
  expect(page.url()).not.toContain('code=')
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
  expect(problems).toEqual([])
  await page.reload()
  await expect.poll(() => page.locator('#root').innerText(), { timeout: 20_000 }).toMatch(/démonstration/iu)
  // The same address a second time: the code was used, and the page says that the session is over.
  const stranger = await browser.newContext({ locale: 'fr-BE' })
  const late = await stranger.newPage()
  await late.goto(address)
  await expect.poll(() => late.locator('body').innerText(), { timeout: 20_000 }).toMatch(/plus reliée/u)
  await stranger.close()
  await context.close()
}, 90_000)

test('a name that was made to point here, and a page of another site, get nothing', async () => {
  const context = await browser.newContext()
  const lured = await context.newPage()
  const refused = lured.waitForResponse((response) => response.url().startsWith('http://evil.test'))
  await expect(lured.goto(`http://evil.test:${host.port}/`)).rejects.toThrow('ERR_HTTP_RESPONSE_CODE_FAILURE')
  expect((await refused).status()).toBe(403)
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
  const got = await page.evaluate(async (target) => {
    const tries: [string, RequestInit][] = [
      ['/', {}], ['/', { mode: 'no-cors' }], ['/api/call', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
      ['/api/call', { method: 'POST', body: '{}', mode: 'no-cors' }], ['/api/session', { method: 'POST', body: '{"code":"x"}', mode: 'no-cors', credentials: 'include' }],
    ]
    const seen: string[] = []
    for (const [path, init] of tries) {
      const answer = await fetch(target + path, init).catch(() => undefined)
      if (answer && answer.type !== 'opaque') seen.push(`${path} ${answer.status}`)
    }
    return seen
  }, `http://127.0.0.1:${host.port}`)
  expect(got).toEqual([])
  await page.evaluate((target) => new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.onload = resolve
    frame.src = target
    document.body.append(frame)
  }), `http://127.0.0.1:${host.port}/`)
  expect(page.frames().slice(1).map((frame) => frame.url())).toEqual(['chrome-error://chromewebdata/'])
  await context.close()
}, 60_000)

test('the screens read the books through the host', async () => {
  const path = await makeWorkspace(temporaryFolder())
  expect(await host.core.call(undefined, 'workspace.open', { path })).toMatchObject({ ok: true })
  const context = await browser.newContext({ locale: 'fr-BE' })
  const page = await context.newPage()
  await page.goto(host.newAddress())
  await expect.poll(() => page.locator('#root').innerText(), { timeout: 20_000 }).toMatch(/Atelier/u)
  await host.core.call(undefined, 'workspace.close', {})
  await context.close()
}, 60_000)
