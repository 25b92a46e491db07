import { startCoreProcess, type ParentPort } from '../../electron/core-process.ts'
import type {
  BrowserWindow, DialogAnswer, ElectronApi, InvokeEvent, MenuItem, PreloadApi, Session, UtilityProcess, WebContents, WebFrame, WindowOptions,
} from '../../electron/electron-api.ts'
import type { CoreHost } from '../../electron/machine/core-host.ts'

type Listener = (...values: never[]) => unknown

/** Listeners by event, called in order. */
class Events {
  readonly listeners = new Map<string, Listener[]>()

  on(event: string, listener: Listener): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener])
  }

  /** As Node's: an `error` that nobody listens to is thrown. */
  emit(event: string, ...values: unknown[]): void {
    if (event === 'error' && !this.listeners.has(event)) throw new Error('an error event that nobody listens to')
    for (const listener of this.listeners.get(event) ?? []) (listener as (...all: unknown[]) => unknown)(...values)
  }
}

/** Something that tried to leave, and whether it was stopped. */
export interface Attempt {
  defaultPrevented: boolean
  preventDefault(): void
  readonly url: string
}

export function attempt(url = ''): Attempt {
  return {
    defaultPrevented: false,
    url,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}

/**
 * A double of exactly the Electron that the shell uses (`electron-api.ts`), with the real core behind its utility
 * process. It shows what was asked of Electron, and lets a test do what a page, a person or the system would.
 */
export class ElectronDouble {
  readonly app = new Events()
  readonly sessionEvents = new Events()
  readonly contents: (Events & { sent: { channel: string; values: unknown[] }[]; openWindow: (details: { url: string }) => { action: string } })[] = []
  readonly windows: { options: WindowOptions; window: BrowserWindow; loaded: string[]; focused: number; shown: number }[] = []
  readonly handlers = new Map<string, (event: InvokeEvent, ...values: unknown[]) => unknown>()
  readonly forks: string[] = []
  readonly schemes: unknown[] = []
  readonly permissions: { request?: Parameters<Session['setPermissionRequestHandler']>[0]; check?: Parameters<Session['setPermissionCheckHandler']>[0]; device?: Parameters<Session['setDevicePermissionHandler']>[0] } = {}
  page: ((request: Request) => Response | Promise<Response>) | undefined
  beforeRequest: ((details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void) | undefined
  menu: readonly MenuItem[] = []
  dialogAnswer: DialogAnswer = { canceled: true }
  readonly dialogs: unknown[] = []
  sandboxed = false
  /** Until told otherwise it is on, and fetches dictionaries. */
  spellChecker = true
  exited: number | undefined
  quits = 0
  locked = true
  core: CoreHost | undefined
  /** The system's keychain: what it holds, which one it is, and what was asked of it. */
  readonly keychain = { available: true, backend: 'gnome_libsecret', kept: [] as string[], asked: [] as string[] }
  readonly processes: Events[] = []
  /** Order of what must come before the ready event. */
  readonly order: string[] = []

  readonly api: ElectronApi

  constructor() {
    const double = (): ElectronDouble => this
    class Window {
      readonly webContents: WebContents
      readonly record: ElectronDouble['windows'][number]
      constructor(options: WindowOptions) {
        this.webContents = double().newContents()
        this.record = { options, window: this as unknown as BrowserWindow, loaded: [], focused: 0, shown: 0 }
        double().windows.push(this.record)
      }
      async loadURL(address: string): Promise<void> {
        this.record.loaded.push(address)
      }
      show(): void {
        this.#stand()
        this.record.shown += 1
      }
      focus(): void {
        this.#stand()
        this.record.focused += 1
      }
      isMinimized(): boolean {
        this.#stand()
        return true
      }
      restore(): void {}
      isDestroyed(): boolean {
        return this.webContents.isDestroyed()
      }
      /** As Electron's: whatever is asked of a window that was closed throws. */
      #stand(): void {
        if (this.isDestroyed()) throw new TypeError('Object has been destroyed')
      }
      once(): void {}
    }
    this.api = {
      app: {
        requestSingleInstanceLock: () => (this.order.push('lock'), this.locked),
        enableSandbox: () => void (this.sandboxed = true, this.order.push('sandbox')),
        whenReady: async () => void this.order.push('ready'),
        quit: () => {
          this.quits += 1
          const event = attempt()
          this.app.emit('before-quit', event)
        },
        exit: (code) => void (this.exited = code),
        isPackaged: true,
        setName: () => void this.order.push('name'),
        on: (event: string, listener: Listener) => this.app.on(event, listener),
      } as ElectronApi['app'],
      BrowserWindow: Window as unknown as ElectronApi['BrowserWindow'],
      ipcMain: {
        handle: (channel, listener) => {
          if (this.handlers.has(channel)) throw new Error(`two handlers for ${channel}`)
          this.handlers.set(channel, listener)
        },
      },
      protocol: {
        registerSchemesAsPrivileged: (schemes) => void (this.schemes.push(...schemes), this.order.push('schemes')),
        handle: (_scheme, handler) => void (this.page = handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler) => void (this.permissions.request = handler),
          setPermissionCheckHandler: (handler) => void (this.permissions.check = handler),
          setDevicePermissionHandler: (handler) => void (this.permissions.device = handler),
          setDisplayMediaRequestHandler: () => undefined,
          setSpellCheckerEnabled: (enabled) => void (this.spellChecker = enabled),
          on: (event: string, listener: Listener) => this.sessionEvents.on(event, listener),
          webRequest: { onBeforeRequest: (listener) => void (this.beforeRequest = listener) },
        } as Session,
      },
      Menu: { buildFromTemplate: (template) => template, setApplicationMenu: (menu) => void (this.menu = menu as readonly MenuItem[]) },
      dialog: {
        showOpenDialog: async (_window, options) => (this.dialogs.push(options), this.dialogAnswer),
        showSaveDialog: async (_window, options) => (this.dialogs.push(options), this.dialogAnswer),
      },
      safeStorage: {
        isAsyncEncryptionAvailable: async () => this.keychain.available,
        getSelectedStorageBackend: () => this.keychain.backend,
        encryptStringAsync: async (text) => (this.keychain.asked.push('encrypt'), Buffer.from(`kept ${this.keychain.kept.push(text) - 1}`)),
        decryptStringAsync: async (encrypted) => {
          this.keychain.asked.push('decrypt')
          const text = this.keychain.kept[Number(encrypted.toString().replace('kept ', ''))]
          if (text === undefined) throw new Error('the keychain did not seal this')
          return { result: text, shouldReEncrypt: false }
        },
      },
      utilityProcess: { fork: (modulePath) => this.#fork(modulePath) },
    }
  }

  /** Makes contents as Electron would, telling the app first: a window's, or those of any frame that appears. */
  newContents(): WebContents {
    const events = Object.assign(new Events(), { sent: [] as { channel: string; values: unknown[] }[], openWindow: (_details: { url: string }) => ({ action: 'allow' }) })
    const mainFrame: WebFrame = { url: 'app://archipel/', parent: null }
    const contents = {
      id: this.contents.length + 1,
      mainFrame,
      isDestroyed: () => this.closed,
      send: (channel: string, ...values: unknown[]) => {
        if (this.closed) throw new TypeError('Object has been destroyed')
        events.sent.push({ channel, values })
        this.onSent?.(channel, values)
      },
      setWindowOpenHandler: (handler: typeof events.openWindow) => void (events.openWindow = handler),
      on: (event: string, listener: Listener) => events.on(event, listener),
    } as unknown as WebContents
    this.contents.push(events)
    this.app.emit('web-contents-created', {}, contents)
    return contents
  }

  /** The window was closed; nothing that was of it may be used. */
  closed = false

  onSent: ((channel: string, values: unknown[]) => void) | undefined

  #fork(modulePath: string): UtilityProcess {
    this.forks.push(modulePath)
    const inside = new Events()
    const outside = new Events()
    const port: ParentPort = {
      on: (event, listener) => inside.on(event, listener as Listener),
      postMessage: (message) => void setImmediate(() => outside.emit('message', structuredClone(message))),
    }
    this.core = startCoreProcess(port)
    this.processes.push(outside)
    return {
      postMessage: (message: unknown) => inside.emit('message', { data: structuredClone(message) }),
      on: (event: string, listener: Listener) => outside.on(event, listener),
      kill: () => true,
    } as UtilityProcess
  }

  /** What `ipcRenderer.invoke` does, as the page in our window unless told otherwise. */
  async invoke(channel: string, values: readonly unknown[], from: Partial<InvokeEvent> = {}): Promise<unknown> {
    const contents = this.windows[0]?.window.webContents
    const event = { sender: contents, senderFrame: contents?.mainFrame ?? null, ...from } as InvokeEvent
    return this.handlers.get(channel)?.(event, ...values)
  }

  /** A preload's Electron, wired to this main process. */
  preload(expose: (name: string, value: unknown) => void): PreloadApi {
    const events = new Events()
    this.onSent = (channel, values) => events.emit(channel, {}, ...values)
    return {
      contextBridge: { exposeInMainWorld: expose },
      ipcRenderer: { invoke: (channel, ...values) => this.invoke(channel, values), on: (channel, listener) => events.on(channel, listener as Listener) },
    }
  }
}
