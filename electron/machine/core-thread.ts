import { parentPort, Worker, workerData } from 'node:worker_threads'
import { Cancelled, type ProgressStep } from '../../core/context.ts'
import { assert } from '../../core/kernel/assert.ts'
import { isCalendarDate } from '../../core/kernel/calendar-date.ts'
import type { BackupInfo } from '../../core/workspace.ts'
import type { BackupThreadAnswer, CoreThreadData, FromCore, ToCore } from './core-messages.ts'
import { MachineFault, toFault, type FaultCode } from './fault.ts'
import { KeychainLine } from './keychain.ts'
import { logThrown } from './log.ts'
import { loadProcedures } from './procedure-table.ts'
import { Session } from './session.ts'
import { siblingModule } from './sibling-module.ts'

/*
 * The core in its own thread: it is synchronous, and no report may freeze a window. Progress leaves while it works;
 * a cancel reaches it through shared memory, since no message can while it is busy.
 */
const port = parentPort
assert(port, 'the core is started by its host')
const { shell, canPick, hasKeychain, on } = workerData as CoreThreadData
const keychain = new KeychainLine((id, asked) => send({ type: 'keychain', id, asked }))
const session = new Session({
  shell, canPick, procedures: loadProcedures, runBackup: backupElsewhere, automaticBackups: true, watchesFolder: true,
  ...(isCalendarDate(on) ? { on } : {}), ...(hasKeychain ? { keychain } : {}),
})
/** Proving reads facts a page at a time; without a bound its garbage would pile up beside the books. */
const BACKUP_MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 }
const PROGRESS_EVERY_MILLISECONDS = 60

/** Messages are answered one after the other, in their order: a screen never reads behind its own write. */
let turn: Promise<void> = Promise.resolve()
port.on('message', (message: ToCore) => {
  // The work under way waits for it: it passes before the others.
  if (message.type === 'keychain') return keychain.answered(message.id, message.answer)
  turn = turn.then(() => take(message)).catch((error: unknown) => void logThrown('core-thread', error))
})

// Read while the first page is still being drawn.
void loadProcedures('home')

function send(message: FromCore, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...transfer])
}

async function take(message: ToCore): Promise<void> {
  switch (message.type) {
    case 'call': {
      const word = new Int32Array(message.cancelled)
      const reply = Atomics.load(word, 0) === 1
        ? ({ ok: false, cancelled: true } as const)
        : await session.answer(message.procedure, message.input, reporter(message.id, word))
      return send({ type: 'reply', id: message.id, reply })
    }
    case 'upload':
      return send({ type: 'reply', id: message.id, reply: upload(message.name, message.bytes) })
    case 'file': {
      const held = session.files.get(message.fileId)
      return send({ type: 'file', id: message.id, file: held ? { name: held.name, mediaType: held.mediaType, bytes: held.bytes } : null })
    }
    case 'close':
      session.close()
      return send({ type: 'closed', id: message.id })
    case 'keychain':
      return undefined
  }
}

/** Throws Cancelled when the word says so; tells the host now and then. */
function reporter(id: number, word: Int32Array): (step: ProgressStep) => void {
  let last = 0
  return (step) => {
    if (Atomics.load(word, 0) === 1) throw new Cancelled()
    const instant = performance.now()
    if (instant - last < PROGRESS_EVERY_MILLISECONDS && step.done < step.total) return
    last = instant
    send({ type: 'progress', id, step })
  }
}

function upload(name: string, bytes: Uint8Array): Extract<FromCore, { type: 'reply' }>['reply'] {
  try {
    return { ok: true, value: { fileId: session.files.put(name, 'application/octet-stream', bytes) }, changed: [] }
  } catch (error) {
    const fault = toFault(error)
    return fault.code === 'file_too_large'
      ? { ok: false, refused: [{ code: fault.code, ...fault.data }] }
      : { ok: false, fault: { code: fault.code, reference: logThrown('upload', error) } }
  }
}

/** A backup copies and proves the whole file: in another thread again, so that the books stay at hand meanwhile. */
function backupElsewhere(workspacePath: string): Promise<BackupInfo> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(siblingModule('backup-thread', import.meta.url), { workerData: { workspacePath }, resourceLimits: BACKUP_MEMORY })
    worker.once('message', (answer: BackupThreadAnswer) => {
      if (answer.ok) resolve(answer.made)
      else reject(new MachineFault(answer.code as FaultCode))
    })
    worker.once('error', (error) => reject(new MachineFault('backup_failed', {}, error)))
    worker.once('exit', () => reject(new MachineFault('backup_failed')))
  })
}
