import type { ProgressStep } from '../core/context.ts'
import type { Bridge, CallOptions, MenuCommand, Reply } from './bridge.ts'
import { CHANNEL } from './channels.ts'
import type { PreloadApi } from './electron-api.ts'

/** Puts the one bridge into the page: six verbs, plain values, never `ipcRenderer` itself. */
export function exposeBridge({ contextBridge, ipcRenderer }: PreloadApi): void {
  const progress = new Map<string, (step: ProgressStep) => void>()
  const menu = new Set<(command: MenuCommand) => void>()
  let calls = 0
  ipcRenderer.on(CHANNEL.progress, (_event, id, step) => progress.get(id as string)?.(step as ProgressStep))
  ipcRenderer.on(CHANNEL.menu, (_event, command) => menu.forEach((listener) => listener(command as MenuCommand)))

  const bridge: Bridge = {
    shell: 'electron',
    async call(procedure: string, input: unknown, options: CallOptions = {}) {
      calls += 1
      const id = options.id ?? `call-${calls}`
      if (options.onProgress) progress.set(id, options.onProgress)
      try {
        return (await ipcRenderer.invoke(CHANNEL.call, id, procedure, input)) as Reply<unknown>
      } finally {
        progress.delete(id)
      }
    },
    async cancel(id) {
      await ipcRenderer.invoke(CHANNEL.cancel, id)
    },
    async upload(name, bytes) {
      return (await ipcRenderer.invoke(CHANNEL.upload, name, bytes)) as Reply<{ readonly fileId: string }>
    },
    async download(fileId) {
      return (await ipcRenderer.invoke(CHANNEL.download, fileId)) === true
    },
    async pick(purpose, suggestedName) {
      return (await ipcRenderer.invoke(CHANNEL.pick, purpose, suggestedName)) as string | null
    },
    onMenu(listener) {
      menu.add(listener)
      return () => void menu.delete(listener)
    },
  }
  contextBridge.exposeInMainWorld('archipel', bridge)
}
