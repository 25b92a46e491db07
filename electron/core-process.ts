import type { FromCoreProcess, ToCoreProcess } from './channels.ts'
import { CoreHost } from './machine/core-host.ts'
import { KeychainLine } from './machine/keychain.ts'

/** The port by which Electron's utility process speaks with the main process. */
export interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  postMessage(message: unknown): void
}

/**
 * The process of the core inside Electron: it keeps the core in a thread of its own (so that progress and cancelling
 * pass while it works) and answers the main process. A crash here takes no window with it.
 */
export function startCoreProcess(port: ParentPort): CoreHost {
  const send = (message: FromCoreProcess): void => port.postMessage(message)
  const keychain = new KeychainLine((id, asked) => send({ type: 'keychain', id, asked }))
  const core = new CoreHost({ shell: 'electron', canPick: true }, (asked) => keychain.ask(asked))
  const take = async (message: ToCoreProcess): Promise<void> => {
    switch (message.type) {
      case 'call':
        return send({ type: 'reply', id: message.id, reply: await core.call(message.name, message.procedure, message.input, (step) => send({ type: 'progress', id: message.id, step })) })
      case 'cancel':
        return core.cancel(message.name)
      case 'upload':
        return send({ type: 'reply', id: message.id, reply: await core.upload(message.name, message.bytes) })
      case 'file': {
        const file = await core.file(message.fileId)
        return send({ type: 'file', id: message.id, file: file && { name: file.name, bytes: file.bytes } })
      }
      case 'close':
        await core.close()
        return send({ type: 'closed', id: message.id })
      case 'keychain':
        return keychain.answered(message.id, message.answer)
    }
  }
  port.on('message', (event) => void take(event.data as ToCoreProcess))
  return core
}

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort
if (parentPort) startCoreProcess(parentPort)
