import type { Outcome } from '../../core/context.ts'
import { err, ok } from '../../core/kernel/result.ts'
import type { Fingerprint } from '../../core/sync/pli.ts'
import type { RootStatement } from '../../core/sync/sync-facts.ts'
import type { TrustRoot } from '../../core/sync/trust/trust-keys.query.ts'
import type { IdentityInfo, MadeFileInfo, WorkspaceApi } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import { checkPassphrase } from './identity-seal.ts'
import { changing, identityInfo } from './identity-work.ts'
import type { StateInput } from './root-doors.ts'
import { forgetRootFiles, keepRootFiles, keptRootFiles } from './kept-root-files.ts'
import { newRootKey, openRootKey, type RootKey } from './root-keys.ts'
import type { Session } from './session.ts'
import type { OpenWorkspace } from './workspace.ts'

/** Screens that show who is trusted, and with what keys. */
const CHANGED = ['identity', 'sync', 'trust']

type StateRoot = WorkspaceApi['trust.state-root']
interface Draft {
  readonly statement: RootStatement
  readonly text: string
  /** Root keys of the version before; none at the founding. */
  readonly previousKeys: readonly string[]
}

function writable(session: Session): Outcome<OpenWorkspace> {
  const { workspace } = session
  if (!workspace) return err([{ code: 'no_workspace' }])
  return workspace.access === 'write' ? ok(workspace) : err([session.readOnlyRefusal(workspace)])
}

/** A procedure of the core over the open workspace. */
async function core<T>(session: Session, workspace: OpenWorkspace, name: string, input: unknown): Promise<Outcome<T>> {
  return (await session.runOver(workspace.ctx, name, input)) as Outcome<T>
}

/**
 * The three root keys of headquarters, each in a file of its own, and the first statement, signed by all three. The files are handed over, and kept
 * until the person said that they are safe: two of them are needed for every later statement. Refusals: those of the passphrases, `root_passphrases_same`,
 * `root_exists`, and the core's.
 */
export async function found(session: Session, passphrases: readonly string[]): Promise<DoorOutcome<WorkspaceApi['trust.found']['output']>> {
  const open = writable(session)
  if (!open.ok) return open
  const weak = passphrases.map(checkPassphrase).find((problems) => problems.length > 0)
  if (weak) return err(weak)
  if (new Set(passphrases.map((text) => text.normalize('NFKC'))).size < passphrases.length) return err([{ code: 'root_passphrases_same' }])
  const made: { readonly rootKey: RootKey; readonly file: Uint8Array }[] = []
  for (const [index, text] of passphrases.entries()) {
    const key = await newRootKey(open.value.info().name, index + 1, text)
    if (!key.ok) return key
    made.push(key.value)
  }
  const root = await core<TrustRoot>(session, open.value, 'trust.root', {})
  // The command line writes the files itself before it answers; a demonstration throws them away on purpose. Those of a root that stands are never overwritten.
  const keeps = session.options.shell !== 'cli' && !open.value.info().demonstration && root.ok && root.value.root === null
  if (keeps) keepRootFiles(authorOf(open.value), made.map(({ file }) => file))
  const stated = await state(session, open.value, { rootKeys: made.map(({ rootKey }) => rootKey.key) }, made.map(({ rootKey }) => rootKey))
  if (!stated.ok) {
    if (keeps) forgetRootFiles(authorOf(open.value))
    return stated
  }
  const files = made.map(({ file }, index) => handed(session, file, index + 1))
  return { ok: true, value: { files, rootFingerprint: stated.value.rootFingerprint }, changed: [...new Set([...CHANGED, ...session.wrote()])] }
}

function authorOf(workspace: OpenWorkspace): string {
  return workspace.ctx.ports.author
}

function handed(session: Session, file: Uint8Array, number: number): MadeFileInfo {
  const fileName = `cle-racine-${number}.json`
  return { fileId: session.files.put(fileName, 'application/json', file), fileName }
}

/** The root key files of this headquarters that nobody said are safe yet; those of a founding that was cut short are let go. */
export async function rootFiles(session: Session): Promise<DoorOutcome<WorkspaceApi['trust.root-files']['output']>> {
  const { workspace } = session
  if (!workspace) return err([{ code: 'no_workspace' }])
  const kept = keptRootFiles(authorOf(workspace))
  if (kept.length === 0) return ok([])
  const known = await core<TrustRoot>(session, workspace, 'trust.root', {})
  if (!known.ok) return known
  const current = known.value.root?.rootKeys ?? []
  const own = kept.filter(({ key }) => current.some((short) => key.startsWith(short)))
  if (own.length === 0 && workspace.access === 'write') forgetRootFiles(authorOf(workspace))
  return ok(own.map(({ bytes, number }) => handed(session, bytes, number)))
}

/** The person said that each file is where it belongs: none stays here. */
export function forget(session: Session): DoorOutcome<null> {
  const open = writable(session)
  if (!open.ok) return open
  forgetRootFiles(authorOf(open.value))
  return { ok: true, value: null, changed: ['trust'] }
}

/** The next statement, signed by the keys of the files given. Refusals: those of the files, `root_file_twice`, and the core's. */
export async function stateRoot(session: Session, input: StateInput): Promise<DoorOutcome<StateRoot['output']>> {
  const open = writable(session)
  if (!open.ok) return open
  const keys = await openFiles(session, input.rootFiles)
  if (!keys.ok) return keys
  const wanted = { ...(input.endAuthor === undefined ? {} : { endAuthor: input.endAuthor }), ...(input.expiresOn === undefined ? {} : { expiresOn: input.expiresOn }) }
  const stated = input.renew === true
    ? await withNewKeys(open.value, input.passphrase, (renew) => state(session, open.value, { ...wanted, renew }, keys.value))
    : await state(session, open.value, wanted, keys.value)
  return stated.ok ? { ok: true, value: stated.value, changed: [...new Set([...CHANGED, ...session.wrote()])] } : stated
}

/** The next statement names another machine of headquarters. Refusals: those of the files and the core's. */
export async function nameMachine(session: Session, add: object, files: StateRoot['input']['rootFiles']): Promise<Outcome<null>> {
  const open = writable(session)
  if (!open.ok) return open
  const keys = await openFiles(session, files)
  if (!keys.ok) return keys
  const stated = await state(session, open.value, { add }, keys.value)
  return stated.ok ? ok(null) : stated
}

/** New keys for this workspace, announced in each of its own streams. Refusals: those of `KeyRing.beginRotation` and the core's. */
export async function rotate(session: Session, text: string | undefined): Promise<DoorOutcome<IdentityInfo>> {
  const rotated = await changing(session, async () => {
    const open = writable(session)
    return open.ok ? withNewKeys(open.value, text, (keys) => core(session, open.value, 'keys.rotate', keys)) : open
  })
  if (!rotated.ok || !session.workspace) return rotated
  return { ok: true, value: await identityInfo(session, session.workspace.keys), changed: [...new Set([...CHANGED, ...session.wrote()])] }
}

/** Stores new keys, lets `announce` write the facts that name them, and uses them from then on; not when it refused, or was killed before. */
async function withNewKeys<T>(
  workspace: OpenWorkspace, text: string | undefined, announce: (keys: { readonly signingKey: string; readonly sealingKey: string }) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const begun = await workspace.keys.beginRotation(text)
  if (!begun.ok) return begun
  try {
    return await announce(begun.value)
  } finally {
    workspace.keys.settleRotation()
  }
}

async function state(
  session: Session, workspace: OpenWorkspace, wanted: Readonly<Record<string, unknown>>, keys: readonly RootKey[],
): Promise<Outcome<{ readonly version: number; readonly rootFingerprint: Fingerprint }>> {
  const draft = await core<Draft>(session, workspace, 'root.draft', wanted)
  if (!draft.ok) return draft
  const { statement, text, previousKeys } = draft.value
  if (wanted['rootKeys'] !== undefined && previousKeys.length > 0) return err([{ code: 'root_exists', name: statement.name }])
  return core(session, workspace, 'root.record', { statement, signatures: keys.map(({ key, sign }) => ({ key, signature: sign(text) })) })
}

async function openFiles(session: Session, files: StateRoot['input']['rootFiles']): Promise<Outcome<readonly RootKey[]>> {
  const keys: RootKey[] = []
  for (const { fileId, passphrase: text } of files) {
    const held = session.files.get(fileId)
    if (!held) return err([{ code: 'file_unknown' }])
    const opened = await openRootKey(held.name, held.bytes, text)
    if (!opened.ok) return opened
    if (keys.some(({ key }) => key === opened.value.key)) return err([{ code: 'root_file_twice', name: held.name }])
    keys.push(opened.value)
  }
  return ok(keys)
}
