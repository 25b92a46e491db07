import type { Api } from '../core/api.ts'
import type { ProgressStep } from '../core/context.ts'
import type { Refusal } from '../core/kernel/result.ts'
import type { Bridge, Fault, Reply } from '../electron/bridge.ts'
import { httpBridge } from './http-bridge.ts'

declare global {
  interface Window { archipel?: Bridge }
}

export type Name = keyof Api
export type Input<N extends Name> = Api[N]['input']
export type Output<N extends Name> = Api[N]['output']

/** The one way to the core: the preload's bridge inside Electron, HTTP in a browser. */
export const bridge: Bridge = window.archipel ?? httpBridge(window.location, window.sessionStorage)

/** The books refused: plain objects to be said by `refusals.ts`. Nothing was written. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refused: readonly Refusal[]
  constructor(refused: readonly Refusal[]) {
    super(refused.map((each) => each.code).join(', '))
    this.refused = refused
  }
}

/** The machine failed (disk, lock, host gone). `reference` finds the line in the program's journal. */
export class Failed extends Error {
  override readonly name = 'Failed'
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.code)
    this.fault = fault
  }
}

/** The person stopped it; nothing was written. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

export interface CallOptions {
  readonly onProgress?: (step: ProgressStep) => void
  readonly signal?: AbortSignal
}

const changeListeners = new Set<(modules: readonly string[]) => void>()

/** Hears the names of the modules that a command changed, so that what shows them is asked again. */
export function onChanged(listener: (modules: readonly string[]) => void): () => void {
  changeListeners.add(listener)
  return () => void changeListeners.delete(listener)
}

let calls = 0

/**
 * Calls a door of the core and answers its value. Rejects with Refused, Failed or Stopped: screens catch the first,
 * the shell of the application shows the others.
 */
export async function call<N extends Name>(procedure: N, input: Input<N>, options: CallOptions = {}): Promise<Output<N>> {
  calls += 1
  const id = `${procedure}-${calls}`
  const stop = (): void => void bridge.cancel(id)
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    const reply = await bridge.call(procedure, input, { id, ...(options.onProgress ? { onProgress: options.onProgress } : {}) })
    return valueOf(reply) as Output<N>
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
}

/** Hands a chosen file over; the id names it in a later call. */
export async function uploadFile(file: File): Promise<string> {
  const reply = await bridge.upload(file.name, new Uint8Array(await file.arrayBuffer()))
  return (valueOf(reply) as { fileId: string }).fileId
}

function valueOf(reply: Reply<unknown>): unknown {
  if (reply.ok) {
    if (reply.changed?.length) for (const listener of changeListeners) listener(reply.changed)
    return reply.value
  }
  if ('refused' in reply) throw new Refused(reply.refused)
  if ('fault' in reply) throw new Failed(reply.fault)
  throw new Stopped('stopped')
}
