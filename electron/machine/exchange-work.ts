import type { Context, Outcome } from '../../core/context.ts'
import { err, ok } from '../../core/kernel/result.ts'
import type { MadeFileInfo } from '../../core/workspace.ts'
import type { Session } from './session.ts'

export type Exchange = (typeof import('../../core/exchange.ts'))['exchange']

/** What the doors of exchange work with: the open workspace, and what opens its plis. */
export interface Work {
  readonly session: Session
  readonly ctx: Context
  readonly exchange: Exchange
  /** `AGE-SECRET-KEY-1…`, the present one first. */
  readonly secrets: readonly string[]
}

/** Loads what exchanging needs. `write`: something will be recorded. Refusals: `no_workspace`, `workspace_read_only`, `identity_missing`, `identity_locked`. */
export async function beginWork(session: Session, access: 'read' | 'write'): Promise<Outcome<Work>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  if (access === 'write' && workspace.access !== 'write') return err([session.readOnlyRefusal(workspace)])
  if (!workspace.keys.identity()) return err([{ code: 'identity_missing' }])
  const secrets = workspace.keys.ageSecrets()
  if (!secrets) return err([{ code: 'identity_locked' }])
  const { exchange } = await import('../../core/exchange.ts')
  return ok({ session, ctx: workspace.ctx, exchange, secrets })
}

const PLI_MEDIA_TYPE = 'application/octet-stream'

/** A name that sorts and that a person reads, without accents or signs that a disk or a mail would change. */
export function fileName(words: readonly string[], extension: string): string {
  const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9]+/gu, '-').replace(/^-+|-+$/gu, '').slice(0, 60)
  return `${words.map(plain).filter((word) => word !== '').join('-')}${extension}`
}

/** Hands a made file out by its id. */
export function handOut(session: Session, name: string, bytes: Uint8Array | string): MadeFileInfo {
  return { fileId: session.files.put(name, PLI_MEDIA_TYPE, bytes), fileName: name }
}
