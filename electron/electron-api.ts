/*
 * Exactly the part of Electron that the shell uses, so that `main.ts` takes it as a value: code that tests load never
 * imports 'electron' (which would try to download it). `main-entry.ts` and `preload-entry.ts` hold Electron's own
 * declarations against these types, and so is the double in tests/shells.
 */

export interface WebFrame {
  readonly url: string
  readonly parent: WebFrame | null
}

export interface WebContents {
  readonly id: number
  readonly mainFrame: WebFrame
  send(channel: string, ...values: unknown[]): void
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { readonly action: 'deny' }): void
  on(event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate', listener: (event: { preventDefault(): void; readonly url: string }) => void): unknown
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown
  on(event: 'render-process-gone', listener: (event: unknown, details: { readonly reason: string }) => void): unknown
  isDestroyed(): boolean
}

export interface BrowserWindow {
  readonly webContents: WebContents
  loadURL(address: string): Promise<void>
  show(): void
  focus(): void
  isMinimized(): boolean
  restore(): void
  isDestroyed(): boolean
  once(event: 'ready-to-show', listener: () => void): unknown
}

export interface WindowOptions {
  readonly width: number
  readonly height: number
  readonly minWidth: number
  readonly minHeight: number
  readonly show: boolean
  readonly title: string
  readonly backgroundColor: string
  readonly webPreferences: {
    readonly preload: string
    readonly sandbox: true
    readonly contextIsolation: true
    readonly nodeIntegration: false
    readonly nodeIntegrationInWorker: false
    readonly nodeIntegrationInSubFrames: false
    readonly webSecurity: true
    readonly allowRunningInsecureContent: false
    readonly experimentalFeatures: false
    readonly webviewTag: false
    readonly navigateOnDragDrop: false
    readonly spellcheck: boolean
    readonly devTools: boolean
  }
}

export interface Session {
  setPermissionRequestHandler(handler: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void): void
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void
  setDevicePermissionHandler(handler: (details: unknown) => boolean): void
  setDisplayMediaRequestHandler(handler: null): void
  setSpellCheckerEnabled(enabled: boolean): void
  on(event: 'will-download', listener: (event: { preventDefault(): void }) => void): unknown
  readonly webRequest: { onBeforeRequest(listener: (details: { readonly url: string }, callback: (answer: { readonly cancel: boolean }) => void) => void): void }
}

export interface InvokeEvent {
  readonly sender: WebContents
  readonly senderFrame: WebFrame | null
}

export interface UtilityProcess {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  on(event: 'error', listener: () => void): unknown
  kill(): boolean
}

export interface MenuItem {
  readonly label?: string
  readonly role?: 'about' | 'hide' | 'hideOthers' | 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'resetZoom' | 'zoomIn' | 'zoomOut' | 'togglefullscreen' | 'toggleDevTools'
  readonly type?: 'separator'
  readonly accelerator?: string
  readonly click?: () => void
  readonly submenu?: MenuItem[]
}

export interface DialogOptions<Property extends string> {
  readonly defaultPath?: string
  readonly filters?: { name: string; extensions: string[] }[]
  readonly properties: Property[]
}

export interface DialogAnswer {
  readonly canceled: boolean
  readonly filePath?: string
  readonly filePaths?: readonly string[]
}

/** The keychain of the system; the calls that do not block only. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(plainText: string): Promise<Buffer>
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
  /** Linux only. `basic_text`: a password that is written in the program itself. */
  getSelectedStorageBackend(): string
}

export interface ElectronApi {
  readonly app: {
    requestSingleInstanceLock(): boolean
    enableSandbox(): void
    whenReady(): Promise<void>
    quit(): void
    exit(code: number): void
    readonly isPackaged: boolean
    setName(name: string): void
    on(event: 'window-all-closed' | 'activate', listener: () => void): unknown
    on(event: 'second-instance', listener: (event: unknown, typed: readonly string[], from: string) => void): unknown
    on(event: 'open-file', listener: (event: { preventDefault(): void }, path: string) => void): unknown
    on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
    on(event: 'web-contents-created', listener: (event: unknown, contents: WebContents) => void): unknown
  }
  readonly BrowserWindow: new (options: WindowOptions) => BrowserWindow
  readonly ipcMain: { handle(channel: string, listener: (event: InvokeEvent, ...values: unknown[]) => unknown): void }
  readonly protocol: {
    registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void
    handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void
  }
  readonly session: { readonly defaultSession: Session }
  readonly Menu: { buildFromTemplate(template: MenuItem[]): unknown; setApplicationMenu(menu: unknown): void }
  readonly dialog: {
    showOpenDialog(window: BrowserWindow, options: DialogOptions<'openFile'>): Promise<DialogAnswer>
    showSaveDialog(window: BrowserWindow, options: DialogOptions<'createDirectory' | 'showOverwriteConfirmation'>): Promise<DialogAnswer>
  }
  readonly safeStorage: SafeStorage
  readonly utilityProcess: { fork(modulePath: string, parameters: string[], options: { readonly serviceName: string; readonly stdio: 'ignore' | 'inherit' }): UtilityProcess }
}

/** What the preload uses. */
export interface PreloadApi {
  readonly contextBridge: { exposeInMainWorld(name: string, value: unknown): void }
  readonly ipcRenderer: {
    invoke(channel: string, ...values: unknown[]): Promise<unknown>
    on(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown
  }
}
