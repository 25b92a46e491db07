import { readFileSync, writeFileSync, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Bridge } from '../../electron/bridge.ts'
import { CHANNEL } from '../../electron/channels.ts'
import { startMain } from '../../electron/main.ts'
import { exposeBridge } from '../../electron/preload.ts'
import type { Screens } from '../../electron/screens.ts'
import { attempt, ElectronDouble } from './electron-double.ts'
import { anEntry, makeWorkspace, temporaryFolder } from './folder.ts'

const screens: Screens = { get: (path, nonce) => (path === '/' ? { mediaType: 'text/html', bytes: Buffer.from(`nonce ${nonce}`) } : undefined) }
const running: ElectronDouble[] = []

afterEach(async () => {
  for (const double of running.splice(0)) await double.core?.close()
})

async function started(platform = 'linux', typed: readonly string[] = []): Promise<ElectronDouble> {
  const double = new ElectronDouble()
  running.push(double)
  await startMain(double.api, { screens, folder: '/program', platform, typed })
  return double
}

async function bridged(): Promise<{ double: ElectronDouble; bridge: Bridge }> {
  const double = await started()
  let bridge: Bridge | undefined
  exposeBridge(double.preload((name, value) => {
    expect(name).toBe('archipel')
    bridge = value as Bridge
  }))
  if (!bridge) throw new Error('nothing was exposed')
  return { double, bridge }
}

const root = new URL('../../', import.meta.url)
const source = (file: string): string => readFileSync(new URL(file, root), 'utf8')
const builder = source('electron-builder.yml')

/** The twenty points of Electron's own security checklist (docs/tutorial/security.md), each as something that can fail. */
const checklist: readonly (readonly [string, (double: ElectronDouble) => void | Promise<void>])[] = [
  ['1 only secure content: the page is our own scheme, and no request leaves', (double) => {
    expect(double.windows[0]?.loaded).toEqual(['app://archipel/'])
    for (const url of ['http://a.test/', 'https://a.test/', 'ws://a.test/', 'ftp://a.test', 'app://other/', 'app://archipel.evil/']) {
      let cancelled = false
      double.beforeRequest?.({ url }, (answer) => (cancelled = answer.cancel))
      expect(cancelled, url).toBe(true)
    }
    let cancelled = true
    double.beforeRequest?.({ url: 'app://archipel/assets/a.js' }, (answer) => (cancelled = answer.cancel))
    expect(cancelled).toBe(false)
  }],
  ['2 no Node in the page', (double) => expect(double.windows[0]?.options.webPreferences).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false })],
  ['3 context isolation', (double) => expect(double.windows[0]?.options.webPreferences.contextIsolation).toBe(true)],
  ['4 sandbox, for every process', (double) => {
    expect(double.windows[0]?.options.webPreferences.sandbox).toBe(true)
    expect(double.order).toEqual(['name', 'lock', 'sandbox', 'schemes', 'ready'])
  }],
  ['5 permissions are refused', (double) => {
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fullscreen', 'hid', 'usb', 'midiSysex', 'fileSystem']) {
      let granted = true
      double.permissions.request?.({}, permission, (answer) => (granted = answer))
      expect(granted, permission).toBe(false)
      expect(double.permissions.check?.({}, permission), permission).toBe(false)
    }
    expect(double.permissions.device?.({})).toBe(false)
  }],
  ['6 web security is on', (double) => expect(double.windows[0]?.options.webPreferences.webSecurity).toBe(true)],
  ['7 a strict content policy on every answer', async (double) => {
    for (const address of ['app://archipel/', 'app://archipel/nothing', 'app://other/']) {
      const answer = await double.page?.(new Request(address))
      expect(answer?.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*require-trusted-types-for 'script'; trusted-types default$/u)
    }
  }],
  ['8 no insecure content', (double) => expect(double.windows[0]?.options.webPreferences.allowRunningInsecureContent).toBe(false)],
  ['9 no experimental features', (double) => expect(double.windows[0]?.options.webPreferences.experimentalFeatures).toBe(false)],
  ['10 no Blink features by name', () => expect(source('electron/main.ts')).not.toMatch(/enableBlinkFeatures|commandLine\.appendSwitch/u)],
  ['11 no webview', (double) => expect(double.windows[0]?.options.webPreferences.webviewTag).toBe(false)],
  ['12 a webview that would attach anyway is stopped', (double) => {
    const embedding = attempt()
    double.contents[0]?.emit('will-attach-webview', embedding)
    expect(embedding.defaultPrevented).toBe(true)
  }],
  ['13 navigation stays on our page', (double) => {
    const leaving = attempt('https://evil.test/')
    double.contents[0]?.emit('will-navigate', leaving)
    expect(leaving.defaultPrevented).toBe(true)
    const staying = attempt('app://archipel/#/home')
    double.contents[0]?.emit('will-navigate', staying)
    expect(staying.defaultPrevented).toBe(false)
  }],
  ['14 no new windows', (double) => expect(double.contents[0]?.openWindow({ url: 'app://archipel/' })).toEqual({ action: 'deny' })],
  ['15 nothing is opened outside', () => {
    for (const file of ['electron/main.ts', 'electron/preload.ts', 'electron/menu.ts', 'electron/electron-api.ts']) expect(source(file)).not.toMatch(/openExternal|openPath|\bshell\.(?!ts)/u)
  }],
  ['16 a current, pinned Electron', () => expect((JSON.parse(source('package.json')) as { devDependencies: Record<string, string> }).devDependencies['electron']).toMatch(/^4[5-9]\.\d+\.\d+$/u)],
  ['17 every message’s sender is checked', async (double) => {
    const window = double.windows[0]?.window
    const frame = window?.webContents.mainFrame ?? null
    const strangers = [
      { senderFrame: null }, { senderFrame: { url: 'https://evil.test/', parent: null } }, { senderFrame: { url: 'app://archipel.evil/', parent: null } },
      { senderFrame: { url: 'app://archipel/', parent: frame } }, { senderFrame: { url: 'file:///x', parent: null } }, { sender: double.newContents() },
    ]
    expect([...double.handlers.keys()].sort()).toEqual([CHANNEL.call, CHANNEL.cancel, CHANNEL.download, CHANNEL.pick, CHANNEL.upload].sort())
    for (const channel of double.handlers.keys()) {
      for (const stranger of strangers) await expect(double.invoke(channel, ['1', 'entity.list', {}], stranger as never), channel).rejects.toThrow('refused')
    }
  }],
  ['18 a custom protocol instead of file', (double) => {
    expect(double.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
    expect(source('electron/main.ts')).not.toMatch(/loadFile|file:\/\//u)
  }],
  ['19 the fuses are set', () => {
    const wanted = {
      runAsNode: false, enableCookieEncryption: true, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true, grantFileProtocolExtraPrivileges: false,
    }
    for (const [fuse, value] of Object.entries(wanted)) expect(builder, fuse).toMatch(new RegExp(`^ {2}${fuse}: ${String(value)}$`, 'mu'))
    expect(builder).toMatch(/^ {2}- "\*\*\/\*\.node"$/mu)
  }],
  ['20 the page is given verbs, never Electron', async () => {
    const { bridge } = await bridged()
    expect(Object.keys(bridge).sort()).toEqual(['call', 'cancel', 'download', 'onMenu', 'pick', 'shell', 'upload'])
    expect(JSON.stringify(bridge)).toBe('{"shell":"electron"}')
  }],
]

test.each(checklist)('checklist %s', async (_name, check) => {
  expect.hasAssertions()
  await check(await started())
})

test('fifty attempts to leave, open, embed, ask or download are all denied', async () => {
  const double = await started()
  double.newContents()
  const addresses = [
    'https://evil.test/', 'http://127.0.0.1:1/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,<script>1</script>', 'blob:app://archipel/1', 'about:blank',
    'app://evil/', 'app:archipel', 'chrome://gpu', 'devtools://devtools/', 'mailto:a@b.test', 'ms-settings:', 'app://archipel.evil/', 'app://archipel@evil/', 'APP://evil/',
  ]
  let denied = 0
  for (const contents of double.contents) {
    for (const address of addresses) {
      for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
        const leaving = attempt(address)
        contents.emit(event, leaving)
        expect(leaving.defaultPrevented, `${event} ${address}`).toBe(true)
        denied += 1
      }
      expect(contents.openWindow({ url: address })).toEqual({ action: 'deny' })
      denied += 1
    }
  }
  const download = attempt()
  double.sessionEvents.emit('will-download', download)
  expect(download.defaultPrevented).toBe(true)
  expect(denied).toBeGreaterThanOrEqual(50)
})

test('the preload and main carry calls, progress, cancelling, files and menus to the real core and back', async () => {
  const { double, bridge } = await bridged()
  expect(await bridge.call('workspace.current', {})).toMatchObject({ ok: true, value: null })
  expect(await bridge.call('workspace.open', { path: await makeWorkspace(temporaryFolder()) })).toMatchObject({ ok: true, value: { access: 'write' } })
  const steps: number[] = []
  const entries = Array.from({ length: 3000 }, (_, index) => anEntry(index + 1, `Vente ${index}`))
  expect(await bridge.call('entries.post', { entity: 'A1', entries }, { id: 'gros', onProgress: (step) => steps.push(step.done) })).toMatchObject({ ok: true, value: { booked: 3000 } })
  expect(steps.length).toBeGreaterThan(0)
  const long = bridge.call('verify', { full: true }, { id: 'preuve', onProgress: () => void bridge.cancel('preuve') })
  expect(await long).toEqual({ ok: false, cancelled: true })
  const uploaded = await bridge.upload('écritures.json', new TextEncoder().encode('[]'))
  expect(uploaded.ok).toBe(true)
  const fileId = uploaded.ok ? uploaded.value.fileId : ''
  expect(await bridge.download(fileId)).toBe(false)
  const target = join(temporaryFolder(), 'sortie.json')
  double.dialogAnswer = { canceled: false, filePath: target }
  expect(await bridge.download(fileId)).toBe(true)
  expect(readFileSync(target, 'utf8')).toBe('[]')
  expect(await bridge.download('01ARZ3NDEKTSV4RRFFQ69G5FAV')).toBe(false)
  expect(await bridge.pick('create-workspace', 'mes-livres.archipel')).toBe(target)
  double.dialogAnswer = { canceled: true }
  expect(await bridge.pick('open-workspace', '')).toBeNull()
  await expect(bridge.pick('format-disk' as never, '')).rejects.toThrow('Invalid')
  const heard: string[] = []
  const stop = bridge.onMenu((command) => heard.push(command))
  for (const item of double.menu.flatMap((menu) => menu.submenu ?? [])) if (!item.role && item.label !== 'Quitter') item.click?.()
  stop()
  expect(heard).toEqual(['new-entry', 'import', 'open-workspace', 'settings', 'home', 'search', 'help'])
})

test('the answers over the bridge are those of the loopback host: same refusals, no path, no stack', async () => {
  const { bridge } = await bridged()
  expect(await bridge.call('entity.list', {})).toMatchObject({ ok: false, refused: [{ code: 'no_workspace' }] })
  expect(await bridge.call('nothing', {})).toMatchObject({ ok: false, refused: [{ code: 'unknown_procedure' }] })
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'faux.archipel'), 'pas une base')
  const reply = await bridge.call('workspace.open', { path: join(folder, 'faux.archipel') })
  expect(reply).toMatchObject({ ok: false, fault: { code: 'not_a_workspace', reference: expect.any(String) } })
  expect(JSON.stringify(reply)).not.toContain(folder)
})

test('the process of the core may die: its calls are answered, and the next one starts another', async () => {
  const { double, bridge } = await bridged()
  const asked = bridge.call('workspace.recent', {})
  double.processes[0]?.emit('exit', 139)
  expect(await asked).toMatchObject({ ok: false, fault: { code: 'core_stopped' } })
  await double.core?.close()
  expect(await bridge.call('workspace.current', {})).toMatchObject({ ok: true, value: null })
  expect(double.forks).toEqual(['/program/core-process.js', '/program/core-process.js'])
})

test('a second start shows the first window and leaves', async () => {
  const first = await started()
  first.app.emit('second-instance', {}, ['electron', '--flag'])
  await expect.poll(() => first.windows[0]?.focused).toBe(1)
  expect(first.windows[0]?.loaded).toHaveLength(1)
  const path = await makeWorkspace(temporaryFolder())
  first.app.emit('second-instance', {}, ['electron', path])
  await expect.poll(() => first.windows[0]?.loaded, { timeout: 10_000 }).toHaveLength(2)
  expect(await first.core?.call(undefined, 'workspace.current', {})).toMatchObject({ ok: true, value: { path } })
  const second = new ElectronDouble()
  second.locked = false
  await startMain(second.api, { screens, folder: '/program' })
  expect(second.quits).toBe(1)
  expect(second.windows).toEqual([])
})

test('quitting closes the workspace first', async () => {
  const { double, bridge } = await bridged()
  const path = await makeWorkspace(temporaryFolder())
  await bridge.call('workspace.open', { path })
  await bridge.call('entries.post', { entity: 'A1', entries: [anEntry(1)] })
  expect(existsSync(`${path}-wal`)).toBe(true)
  double.api.app.quit()
  await expect.poll(() => double.exited, { timeout: 10_000 }).toBe(0)
  expect(existsSync(`${path}-wal`)).toBe(false)
})

test('the menu is French, wherever the program runs', async () => {
  for (const platform of ['linux', 'win32', 'darwin']) {
    const double = await started(platform)
    const labels = double.menu.flatMap((menu) => [menu.label, ...(menu.submenu ?? []).filter((item) => item.type !== 'separator').map((item) => item.label)])
    expect(labels).not.toContain(undefined)
    expect(labels.join(' ')).not.toMatch(/\b(?:File|Edit|View|Help|Quit|Copy|Paste|Open|Undo|Redo)\b/u)
    expect(labels).toContain('Quitter')
  }
})

test('what tests and the command line load never imports Electron', () => {
  for (const file of ['main.ts', 'preload.ts', 'core-process.ts', 'core-client.ts', 'start.ts', 'electron-binary.ts', 'loopback.ts', 'cli.ts', 'menu.ts', 'screens.ts']) {
    expect(source(`electron/${file}`), file).not.toMatch(/from 'electron(?:\/\w+)?'|import\('electron|require\('electron/u)
  }
})

test('a file opened from the desktop is open when the window shows', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const double = await started('linux', ['electron', '.', path])
  expect(await double.core?.call(undefined, 'workspace.current', {})).toMatchObject({ ok: true, value: { path, access: 'write' } })
  expect(double.windows[0]?.loaded).toEqual(['app://archipel/'])
})

test('macOS names the file of a double click before the program is ready, and later again', async () => {
  const [first, second] = [await makeWorkspace(temporaryFolder()), await makeWorkspace(temporaryFolder())]
  const double = new ElectronDouble()
  running.push(double)
  const starting = startMain(double.api, { screens, folder: '/program', platform: 'darwin' })
  const early = attempt()
  double.app.emit('open-file', early, first)
  await starting
  expect(early.defaultPrevented).toBe(true)
  expect(await double.core?.call(undefined, 'workspace.current', {})).toMatchObject({ ok: true, value: { path: first } })
  expect(double.windows[0]?.loaded).toHaveLength(1)
  double.app.emit('open-file', attempt(), second)
  await expect.poll(() => double.windows[0]?.loaded, { timeout: 10_000 }).toHaveLength(2)
  expect(await double.core?.call(undefined, 'workspace.current', {})).toMatchObject({ ok: true, value: { path: second } })
})

test('the icon in the dock shows the one window and makes no other', async () => {
  const double = await started('darwin')
  double.app.emit('activate')
  expect(double.windows.map((each) => each.shown)).toEqual([1])
})

test('a name typed at a second start is looked for where it was typed', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const double = await started()
  double.app.emit('second-instance', {}, ['electron', basename(path)], dirname(path))
  await expect.poll(() => double.windows[0]?.loaded, { timeout: 10_000 }).toHaveLength(2)
  expect(await double.core?.call(undefined, 'workspace.current', {})).toMatchObject({ ok: true, value: { path } })
})

test('a window that closes during long work is told nothing more, and nothing fails', async () => {
  const { double, bridge } = await bridged()
  await bridge.call('workspace.open', { path: await makeWorkspace(temporaryFolder()) })
  const entries = Array.from({ length: 3000 }, (_, index) => anEntry(index + 1))
  const work = bridge.call('entries.post', { entity: 'A1', entries }, { onProgress: () => (double.closed = true) })
  expect(await work).toMatchObject({ ok: true, value: { booked: 3000 } })
  expect(double.closed).toBe(true)
  for (const item of double.menu.flatMap((menu) => menu.submenu ?? [])) if (!item.role && item.label !== 'Quitter') item.click?.()
  double.app.emit('activate')
  double.app.emit('second-instance', {}, ['electron'], '/')
  await expect(bridge.call('entity.list', {})).rejects.toThrow('refused')
})

test('an engine that gives up is an end like another, and a page whose process died is shown again, not for ever', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const { double, bridge } = await bridged()
    const asked = bridge.call('workspace.recent', {})
    double.processes[0]?.emit('error', 'FatalError', 'heap', '{}')
    double.processes[0]?.emit('exit', 134)
    expect(await asked).toMatchObject({ ok: false, fault: { code: 'core_stopped' } })
    await double.core?.close()
    const dies = (reason: string): unknown => double.contents[0]?.emit('render-process-gone', {}, { reason })
    dies('crashed')
    expect(double.windows[0]?.loaded).toHaveLength(1)
    vi.setSystemTime(Date.now() + 60_000)
    dies('clean-exit')
    expect(double.windows[0]?.loaded).toHaveLength(1)
    dies('oom')
    dies('oom')
    expect(double.windows[0]?.loaded).toHaveLength(2)
  } finally {
    vi.useRealTimers()
  }
})

test('no dictionary is fetched, and a file that is there is not replaced without a question', async () => {
  for (const [platform, checks] of [['linux', false], ['win32', false], ['darwin', true]] as const) {
    const double = await started(platform)
    expect([double.spellChecker, double.windows[0]?.options.webPreferences.spellcheck]).toEqual([checks, checks])
  }
  const { double, bridge } = await bridged()
  const uploaded = await bridge.upload('a.json', new TextEncoder().encode('[]'))
  await bridge.download(uploaded.ok ? uploaded.value.fileId : '')
  expect(double.dialogs).toEqual([{ defaultPath: 'a.json', properties: ['createDirectory', 'showOverwriteConfirmation'] }])
})
