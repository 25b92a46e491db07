import { writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { MenuCommand } from './bridge.ts'
import { CHANNEL, ORIGIN, SCHEME } from './channels.ts'
import { newNonce, pageHeaders } from './content-policy.ts'
import { CoreClient } from './core-client.ts'
import type { BrowserWindow, ElectronApi, InvokeEvent, WebContents } from './electron-api.ts'
import { DEFAULT_LIMITS } from './machine/files.ts'
import type { Keychain } from './machine/keychain.ts'
import { menuTemplate } from './menu.ts'
import { systemKeychain } from './system-keychain.ts'
import { loadScreens, type Screens } from './screens.ts'

export interface MainOptions {
  readonly screens?: Screens
  /** The folder of the built entries: `preload.cjs`, `core-process.js`. */
  readonly folder?: string
  readonly platform?: string
  /** What the program was started with: a workspace file that was opened from the desktop is among it. */
  readonly typed?: readonly string[]
}

/** A page that lives less than this would only die again. */
const PAGE_LIVES_MILLISECONDS = 10_000

const shortText = z.string().min(1).max(200)
const PICK = z.enum(['open-workspace', 'create-workspace', 'open-backup', 'restore-workspace'])
const FILTERS = [{ name: 'Comptes Archipel', extensions: ['archipel'] }]

/** Wires the window, the page's protocol, the bridge and the process of the core. All of Electron is in `electron`. */
export async function startMain(electron: ElectronApi, options: MainOptions = {}): Promise<void> {
  const { app, protocol } = electron
  // First: the lock stands in the folder of this name.
  app.setName('Archipel')
  if (!app.requestSingleInstanceLock()) return app.quit()
  const folder = options.folder ?? fileURLToPath(new URL('.', import.meta.url))
  const platform = options.platform ?? process.platform
  // From the first moment: macOS names the file of a double click before the program is ready. What is asked early waits for the window.
  const early: Asked[] = [{ typed: options.typed ?? [] }]
  let show = (asked: Asked): void => void early.push(asked)
  app.on('open-file', (event, path) => {
    event.preventDefault()
    show({ typed: [path] })
  })
  app.on('second-instance', (_event, typed, from) => show({ typed, from }))
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
  app.on('web-contents-created', (_event, contents) => confine(contents))
  await app.whenReady()
  servePage(electron, options.screens ?? loadScreens())
  denyEverythingElse(electron, platform)
  const core = keepCore(electron, folder, systemKeychain(electron.safeStorage, platform))
  for (let asked = early.shift(); asked; asked = early.shift()) await openFile(core, asked)
  const window = openWindow(electron, folder, platform)
  show = (asked) => void openAndShow(window, core, asked)
  answerPage(electron, core, window)
  const tell = (command: MenuCommand): void => {
    if (!window.isDestroyed()) window.webContents.send(CHANNEL.menu, command)
  }
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(tell, () => app.quit(), platform, !app.isPackaged)))
  app.on('window-all-closed', () => app.quit())
  // The icon in the dock: there is one window, and without it the program ends.
  app.on('activate', () => {
    if (!window.isDestroyed()) window.show()
  })
  closeBeforeQuitting(electron, core)
}

/** What the system or a second start asks to open, and the folder that a name is relative to. */
interface Asked {
  readonly typed: readonly string[]
  readonly from?: string
}

async function openAndShow(window: BrowserWindow, core: () => CoreClient, asked: Asked): Promise<void> {
  const opened = await openFile(core, asked)
  // Closed meanwhile: the program is ending.
  if (window.isDestroyed()) return
  if (opened) void window.loadURL(`${ORIGIN}/`)
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** The built screens, and only them, at `app://archipel`, under the same policy as in a browser. */
function servePage(electron: ElectronApi, screens: Screens): void {
  electron.protocol.handle(SCHEME, (request) => {
    const nonce = newNonce()
    const { protocol, host, pathname } = new URL(request.url)
    const file = protocol === `${SCHEME}:` && host === 'archipel' && request.method === 'GET' ? screens.get(pathname, nonce) : undefined
    if (!file) return new Response(null, { status: 404, headers: pageHeaders(nonce) })
    return new Response(new Uint8Array(file.bytes), { headers: { ...pageHeaders(nonce), 'content-type': file.mediaType } })
  })
}

/** No window goes elsewhere, opens another, or embeds one: whatever contents are ever made. */
function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
    contents.on(event, (navigation) => {
      if (!isOurPage(navigation.url)) navigation.preventDefault()
    })
  }
}

/** No permission, no device, no download that main did not start, no request that leaves the machine. */
function denyEverythingElse(electron: ElectronApi, platform: string): void {
  const session = electron.session.defaultSession
  // Elsewhere than on macOS, whose own checker is used, dictionaries would be fetched from a server.
  session.setSpellCheckerEnabled(platform === 'darwin')
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isOurPage(url) && !(url.startsWith('devtools:') && !electron.app.isPackaged) }))
}

function isOurPage(address: string): boolean {
  return address === ORIGIN || address.startsWith(`${ORIGIN}/`)
}

function openWindow(electron: ElectronApi, folder: string, platform: string): BrowserWindow {
  const window = new electron.BrowserWindow({
    width: 1280, height: 860, minWidth: 480, minHeight: 480, show: false, title: 'Archipel', backgroundColor: '#ffffff',
    webPreferences: {
      preload: join(folder, 'preload.cjs'), sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false, webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false,
      navigateOnDragDrop: false, spellcheck: platform === 'darwin', devTools: !electron.app.isPackaged,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${ORIGIN}/`)
  showAgain(window)
  return window
}

/** A page whose process died (memory, a defect of its engine) is shown again, unless it dies at once. */
function showAgain(window: BrowserWindow): void {
  let since = Date.now()
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed() || Date.now() - since < PAGE_LIVES_MILLISECONDS) return
    since = Date.now()
    void window.loadURL(`${ORIGIN}/`)
  })
}

/** The process of the core; one that died is started again at the next call. */
function keepCore(electron: ElectronApi, folder: string, keychain: Keychain): () => CoreClient {
  const start = (): CoreClient => new CoreClient(electron.utilityProcess.fork(join(folder, 'core-process.js'), [], { serviceName: 'Archipel core', stdio: 'ignore' }), keychain)
  let client = start()
  return () => (client.gone ? (client = start()) : client)
}

/** Opens the workspace file named among what was typed. What stands in its way is said by the welcome screen, which then shows. */
async function openFile(core: () => CoreClient, { typed, from = '.' }: Asked): Promise<boolean> {
  const path = typed.find((word) => word.endsWith('.archipel'))
  if (path === undefined) return false
  return (await core().call(undefined, 'workspace.open', { path: resolve(from, path) }, () => undefined)).ok
}

/** Answers the bridge, for the main frame of our page in our window and for nobody else. */
function answerPage(electron: ElectronApi, core: () => CoreClient, window: BrowserWindow): void {
  const handle = (channel: string, answer: (event: InvokeEvent, values: unknown[]) => unknown): void =>
    electron.ipcMain.handle(channel, (event, ...values) => {
      if (!isOurSender(event, window)) throw new Error('refused')
      return answer(event, values)
    })
  const named = (event: InvokeEvent, id: unknown): string => `${event.sender.id}:${shortText.parse(id)}`

  // Long work goes on while a window closes: nobody is told then.
  const tell = (event: InvokeEvent, id: unknown, step: unknown): void => {
    if (!event.sender.isDestroyed()) event.sender.send(CHANNEL.progress, id, step)
  }

  handle(CHANNEL.call, (event, [id, procedure, input]) => core().call(named(event, id), shortText.parse(procedure), input, (step) => tell(event, id, step)))
  handle(CHANNEL.cancel, (event, [id]) => core().cancel(named(event, id)))
  handle(CHANNEL.upload, (_event, [name, bytes]) => {
    if (!(bytes instanceof Uint8Array)) throw new Error('refused')
    if (bytes.byteLength > DEFAULT_LIMITS.fileBytes) return { ok: false, refused: [{ code: 'file_too_large', name, sizeBytes: bytes.byteLength, maximumBytes: DEFAULT_LIMITS.fileBytes }] }
    return core().upload(z.string().max(2000).parse(name), bytes)
  })
  handle(CHANNEL.download, async (_event, [fileId]) => {
    const file = await core().file(shortText.parse(fileId))
    if (!file) return false
    const { canceled, filePath } = await electron.dialog.showSaveDialog(window, { defaultPath: basename(file.name), properties: ['createDirectory', 'showOverwriteConfirmation'] })
    if (canceled || !filePath) return false
    writeFileSync(filePath, file.bytes, { flush: true })
    return true
  })
  handle(CHANNEL.pick, (_event, [purpose, suggested]) => pick(electron, window, PICK.parse(purpose), z.string().max(200).parse(suggested)))
}

/** Our window, its top frame, our address: a frame inside the page, or a page that came in its place, is none. */
function isOurSender(event: InvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame
  return !window.isDestroyed() && frame !== null && frame.parent === null && isOurPage(frame.url) && event.sender.id === window.webContents.id
}

async function pick(electron: ElectronApi, window: BrowserWindow, purpose: z.infer<typeof PICK>, suggested: string): Promise<string | null> {
  const opening = purpose === 'open-workspace' || purpose === 'open-backup'
  const { canceled, filePath, filePaths } = opening
    ? await electron.dialog.showOpenDialog(window, { properties: ['openFile'], filters: FILTERS })
    : await electron.dialog.showSaveDialog(window, { defaultPath: suggested, filters: FILTERS, properties: ['createDirectory'] })
  return canceled ? null : (filePaths?.[0] ?? filePath ?? null)
}

/** The workspace is closed properly before the program ends; it would survive without, but leave its log to fold in. */
function closeBeforeQuitting(electron: ElectronApi, core: () => CoreClient): void {
  let closed = false
  electron.app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    closed = true
    void core().close().finally(() => electron.app.exit(0))
  })
}
