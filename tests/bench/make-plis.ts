import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext } from '../../core/context.ts'
import { addDays, calendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { sealBytes } from '../../electron/machine/seal.ts'
import { loadProcedures } from '../../electron/machine/procedure-table.ts'
import { Session } from '../../electron/machine/session.ts'
import { must, testPorts } from '../fixtures/books.ts'
import { join as joinFederation, type TestWorkspace } from '../fixtures/pli-workspaces.ts'
import { Machine } from '../simulation/machine.ts'
import { randomOf } from '../simulation/random.ts'
import { remove } from './workspace.ts'

/** A session of the program itself, as a script opens one; keys are this machine's. */
export function session(): Session {
  return new Session({ shell: 'cli', procedures: loadProcedures })
}

export async function asked(of: Session, door: string, input: unknown): Promise<unknown> {
  const reply = await of.run(door, input)
  if (!reply.ok) throw new Error(`${door}: ${JSON.stringify(reply)}`)
  return reply.value
}

/**
 * A headquarters workspace at `path`, founded, that knows `count` Activités, and in `folder` a pli from each of them: about a hundred facts, entries of two
 * to four lines over three months, sealed for headquarters.
 */
export async function makePlis(path: string, folder: string, count: number): Promise<void> {
  remove(path)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const desk = session()
  await asked(desk, 'workspace.create', { path, kind: 'headquarters', country: 'BE', name: 'Siège', entityCode: 'SIEGE', entityName: 'Siège', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } })
  await asked(desk, 'identity.make', {})
  await asked(desk, 'trust.found', { passphrases: ['première phrase longue', 'deuxième phrase longue', 'troisième phrase longue'] })
  const headquarters = asWorkspace(desk)
  for (let at = 1; at <= count; at += 1) {
    const code = `A${String(at).padStart(5, '0')}`
    const machine = new Machine(code, 'entity', `${code}${'0'.repeat(26)}`.slice(0, 26) as AuthorId, calendarDate('2026-06-30'))
    must(openEntity(machine.ctx, { code, name: `Activité ${code}`, kind: 'entity', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
    joinFederation(headquarters, machine, code)
    writeQuarter(machine, code, at)
    const pli = machine.make('headquarters')
    writeFileSync(join(folder, `${code}-vers-siege-0001.pli`), must(await sealBytes(pli.bytes, pli.recipients)))
    machine.close()
  }
  desk.close()
}

/** The open workspace of a session, as the fixtures of plis see one. */
function asWorkspace(desk: Session): TestWorkspace {
  const workspace = desk.workspace
  if (!workspace) throw new Error('nothing is open')
  const identity = workspace.ctx.ports.identity()
  if (!identity) throw new Error('no keys')
  const refuse = (): never => {
    throw new Error('only joins')
  }
  return { name: 'siege', author: identity.author, db: workspace.connection, ctx: createContext({ ...testPorts(workspace.connection, { author: identity.author, identity }), now: workspace.ctx.ports.now }), clock: { milliseconds: 0, today: calendarDate('2026-06-30') }, identity, entity: refuse, post: refuse, make: refuse, take: refuse }
}

const CUSTOMERS = Array.from({ length: 12 }, (_, at) => `Théâtre des ${['Brumes', 'Îles', 'Vagues', 'Dunes'][at % 4] ?? ''} ${at}`)

/** Eighty-nine entries, as a porteur's quarter has them; with what opens the books, about a hundred facts. */
function writeQuarter(machine: Machine, code: string, seed: number): void {
  const random = randomOf(seed)
  const entityId = machine.entity(code)
  for (let at = 0; at < 89; at += 1) {
    const date = addDays(calendarDate('2026-01-05'), at)
    const net = 1000 + random.below(300_000)
    const tax = Math.round((net * 21) / 100)
    const sale = at % 3 === 0
    const lines = sale
      ? [{ account: '400000', debitCents: net + tax, creditCents: 0 }, { account: '700000', debitCents: 0, creditCents: net }, { account: '451000', debitCents: 0, creditCents: tax }]
      : at % 3 === 1
        ? [{ account: '610000', debitCents: net, creditCents: 0 }, { account: '411000', debitCents: tax, creditCents: 0 }, { account: '440000', debitCents: 0, creditCents: net + tax }]
        : [{ account: '550000', debitCents: net, creditCents: 0 }, { account: '400000', debitCents: 0, creditCents: net }]
    must(postEntry(machine.ctx, entityId, {
      journal: sale ? 'VEN' : at % 3 === 1 ? 'ACH' : 'OD', date, label: sale ? `Prestation ${random.one(CUSTOMERS)}` : at % 3 === 1 ? 'Location et fournitures' : 'Paiement reçu', documentRef: `2026-${at + 1}`, lines,
    }))
  }
}
