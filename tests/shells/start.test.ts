import { spawn } from 'node:child_process'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { screensAreStale } from '../../electron/build-screens.ts'
import { electronBinary } from '../../electron/electron-binary.ts'
import { hasDisplay, openBrowser } from '../../electron/open-browser.ts'
import { temporaryFolder } from './folder.ts'

test('a display is known by its signs', () => {
  expect(hasDisplay({}, 'linux')).toBe(false)
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDisplay({}, 'darwin')).toBe(true)
  expect(hasDisplay({}, 'win32')).toBe(true)
})

test('a missing Electron is a normal state, a present one is found', () => {
  const folder = temporaryFolder()
  expect(electronBinary(folder, {})).toBeUndefined()
  mkdirSync(join(folder, 'node_modules', 'electron', 'dist'), { recursive: true })
  writeFileSync(join(folder, 'node_modules', 'electron', 'path.txt'), 'electron')
  expect(electronBinary(folder, {})).toBeUndefined()
  writeFileSync(join(folder, 'node_modules', 'electron', 'dist', 'electron'), '')
  expect(electronBinary(folder, {})).toBe(join(folder, 'node_modules', 'electron', 'dist', 'electron'))
})

test('screens are built again when a source of theirs is newer, and only then', () => {
  const folder = temporaryFolder()
  const file = (path: string, secondsOld: number): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), '')
    const at = Date.now() / 1000 - secondsOld
    utimesSync(join(folder, path), at, at)
  }
  file('renderer/vite.config.ts', 100)
  file('renderer/app.tsx', 100)
  file('core/kernel/money.ts', 100)
  expect(screensAreStale(folder)).toBe(true)
  file('renderer/dist/index.html', 50)
  expect(screensAreStale(folder)).toBe(false)
  file('renderer/screens/home/home.tsx', 10)
  expect(screensAreStale(folder)).toBe(true)
  file('renderer/dist/index.html', 5)
  expect(screensAreStale(folder)).toBe(false)
})

test('a browser that is not there is said, not thrown', async () => {
  const path = process.env['PATH']
  process.env['PATH'] = temporaryFolder()
  expect(await openBrowser('http://127.0.0.1:1/', 'linux')).toBe(false)
  process.env['PATH'] = path
})

test('npm start without a display: one sentence, then an address', async () => {
  const start = fileURLToPath(new URL('../../electron/start.ts', import.meta.url))
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env
  const child = spawn(process.execPath, [start], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment, ARCHIPEL_DATA: temporaryFolder() } })
  let [said, printed] = ['', '']
  child.stderr.on('data', (data) => (said += String(data)))
  child.stdout.on('data', (data) => {
    printed += String(data)
    child.kill('SIGTERM')
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  expect(printed.trim()).toMatch(process.platform === 'linux' ? /^http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}$/u : /./u)
  expect(said).toContain(process.platform === 'linux' ? 'n’a pas d’écran' : '')
  expect(code).toBe(0)
}, 120_000)
