import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Outcome } from '../../core/context.ts'
import { err, ok, type Refusal } from '../../core/kernel/result.ts'
import type { EnrolmentAccepted, MadeFileInfo } from '../../core/workspace.ts'
import { guarded, MachineFault } from './fault.ts'
import { giveName } from './give-name.ts'
import { newId } from './ids.ts'
import { realPath } from './paths.ts'
import type { Session } from './session.ts'
import { createWorkspace, type WorkspaceKind } from './workspace.ts'

/** The invented federation that `init --demo` and the first page can fill a headquarters or an office with. */
export const FEDERATION = 'federation'
const PLAN = { entities: 40, years: 2, seed: FEDERATION }
const ROOT_KEYS = 3

export interface FederationAsked {
  readonly path: string
  readonly kind: Exclude<WorkspaceKind, 'entity'>
  readonly country: 'BE' | 'FR'
  readonly name: string
  readonly demonstration: string
}

/**
 * Makes the workspace of an invented headquarters, or of an adviser of one of its offices who has joined and received the books entrusted
 * to him, by the very doors that people use; under its name only when all of it is there. Its root keys are thrown away and its own keys
 * sealed by this machine: nobody else will ever trust it. Refused `demonstration_unknown`; fault `file_exists`.
 */
export async function makeFederation(session: Session, { path, kind, country, name, demonstration }: FederationAsked): Promise<Outcome<null>> {
  if (demonstration !== FEDERATION) return err([{ code: 'demonstration_unknown', demonstration, known: [FEDERATION] }])
  const target = realPath(path)
  if (existsSync(target)) throw new MachineFault('file_exists', { path })
  const folder = join(dirname(target), `.${newId()}.new`)
  const open = async (file: string, as: WorkspaceKind, called: string): Promise<Desk> => {
    const desk = new Desk(session)
    await desk.begin(join(folder, file), { kind: as, country, name: called, demonstration: true })
    return desk
  }
  const desks: Desk[] = []
  try {
    guarded({ path }, () => mkdirSync(folder, { recursive: true }))
    const headquarters = await open('siege.archipel', 'headquarters', kind === 'headquarters' ? name : 'Coopérative')
    desks.push(headquarters)
    await found(headquarters)
    if (kind === 'office') {
      const office = await open('bureau.archipel', 'office', name)
      desks.push(office)
      await joinOffice(headquarters, office)
    }
    const made = desks.at(-1)?.close() ?? ''
    giveName(made, target)
    return ok(null)
  } catch (thrown) {
    if (thrown instanceof Declined) return err(thrown.refusals)
    throw thrown
  } finally {
    for (const desk of desks) desk.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Keys, root and forty Activités with their stories. */
async function found(desk: Desk): Promise<void> {
  await desk.ask('identity.make', {})
  await desk.ask('trust.found', { passphrases: Array.from({ length: ROOT_KEYS }, () => randomBytes(24).toString('base64url')) })
  await desk.ask('federation.simulate', PLAN)
}

/** An adviser of the office to which most is entrusted asks, is accepted, finishes, and takes a pli with the books he reads. */
async function joinOffice(headquarters: Desk, office: Desk): Promise<void> {
  const offices = await headquarters.ask<readonly { readonly code: string; readonly entities: readonly string[] }[]>('office.list', {})
  const [busiest] = offices.toSorted((a, b) => b.entities.length - a.entities.length)
  if (!busiest) throw new MachineFault('internal', { demonstration: FEDERATION })
  await office.ask('identity.make', {})
  const request = await office.ask<MadeFileInfo>('enrol.request', { person: 'Camille Démonstration', role: 'adviser', office: busiest.code })
  const answer = await headquarters.ask<EnrolmentAccepted>('enrol.accept', { fileId: office.hand(request, headquarters) })
  await office.ask('enrol.finish', { fileId: headquarters.hand(answer, office) })
  const pli = await headquarters.ask<MadeFileInfo>('pli.make', { to: busiest.code })
  await office.ask('pli.take', { fileIds: [headquarters.hand(pli, office)] })
}

/** A refusal on the way of a demonstration. */
class Declined extends Error {
  readonly refusals: readonly Refusal[]

  constructor(refusals: readonly Refusal[]) {
    super('declined')
    this.refusals = refusals
  }
}

/** A session of its own on a file in the making; its long work shows where the person waits, and stops when they stop it. */
class Desk {
  readonly #asking: Session
  readonly #session: Session

  constructor(asking: Session) {
    this.#asking = asking
    this.#session = asking.beside()
  }

  async begin(path: string, workspace: Parameters<typeof createWorkspace>[1]): Promise<void> {
    await createWorkspace(path, workspace, this.#session.openOptions, () => true)
    await this.#session.open(path)
  }

  async ask<T>(name: string, input: unknown): Promise<T> {
    const reply = await this.#session.run(name, input, this.#asking.openOptions.progress)
    if (reply.ok) return reply.value as T
    if ('refused' in reply) throw new Declined(reply.refused)
    throw new MachineFault('internal', { procedure: name })
  }

  /** A file made here, put among the files of another desk; its id there. */
  hand(made: MadeFileInfo, to: Desk): string {
    const file = this.#session.files.get(made.fileId)
    if (!file) throw new MachineFault('internal', { file: made.fileName })
    return to.#session.files.put(file.name, file.mediaType, file.bytes)
  }

  /** Ends the session and answers the path of its file. */
  close(): string {
    const path = this.#session.workspace?.path ?? ''
    this.#session.close()
    return path
  }
}
