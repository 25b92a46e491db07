import type { Command } from './command.ts'

type Run = Command['run']

/** The code of these commands is read when one of them runs: the others start as fast without it. */
function later<Module extends Readonly<Record<string, unknown>>>(load: () => Promise<Module>): (name: { [Name in keyof Module]: Module[Name] extends Run ? Name : never }[keyof Module]) => Run {
  return (name) => async (context) => ((await load())[name] as Run)(context)
}

const enrol = later(() => import('./enrol-commands.ts'))
const pli = later(() => import('./pli-commands.ts'))
const key = later(() => import('./key-commands.ts'))
const headquarters = later(() => import('./headquarters-commands.ts'))

const text = (value: string): { readonly type: 'text'; readonly value: string } => ({ type: 'text', value })
const output = (value: string): { readonly output: { readonly type: 'text'; readonly short: string; readonly value: string } } => ({ output: { type: 'text', short: 'o', value } })
const flag = { type: 'flag' } as const
const roles = text('porteur|associate|adviser|accountant')
const askedRoles = text('porteur|associate|adviser|accountant|headquarters')
const rootPassphrase = { 'root-passphrase-file': text('FILE') }

/** Exchange and headquarters, in the order that help shows them. */
export const exchangeTable: readonly Command[] = [
  {
    name: 'enrol request', operands: '', operandCount: [0, 0], opens: 'write', run: enrol('request'),
    options: { ...output('FILE'), person: text('NAME'), email: text('ADDRESS'), role: askedRoles, joins: text('CODE'), office: text('CODE') },
  },
  {
    name: 'enrol accept', operands: 'FILE [ROOT-KEY ROOT-KEY]', operandCount: [1, 4], opens: 'write', run: enrol('accept'),
    options: { ...output('FILE'), role: roles, office: text('CODE'), fingerprint: text('"MOTS"'), 'replace-key': flag, ...rootPassphrase },
  },
  { name: 'enrol finish', operands: 'FILE', operandCount: [1, 1], opens: 'write', run: enrol('finish'), options: { fingerprint: text('"MOTS"') } },
  {
    name: 'pli make', operands: '', operandCount: [0, 0], opens: 'write', run: pli('make'),
    options: { to: text('headquarters|CODE|OFFICE'), ...output('FILE'), since: text('acknowledged|sent') },
  },
  { name: 'pli show', operands: 'FILE', operandCount: [1, 1], opens: 'read', run: pli('show'), options: {} },
  { name: 'pli take', operands: 'FILE…', operandCount: [0, 10_000], opens: 'write', run: pli('take'), options: { recursive: text('DIR') } },
  { name: 'fork repair', operands: 'NEW', operandCount: [1, 1], opens: 'read', run: pli('repairFork'), options: {} },
  { name: 'keys list', operands: '', operandCount: [0, 0], opens: 'read', run: key('list'), options: {} },
  { name: 'keys rotate', operands: '[ROOT-KEY…]', operandCount: [0, 3], opens: 'write', run: key('rotate'), options: rootPassphrase },
  { name: 'keys revoke', operands: 'WHO', operandCount: [1, 1], opens: 'write', run: key('revoke'), options: { reason: text('TEXT'), last: text('N') } },
  { name: 'keys found', operands: '[FILE FILE FILE]', operandCount: [0, 3], opens: 'write', run: key('found'), options: output('DIR') },
  { name: 'keys state-root', operands: 'ROOT-KEY…', operandCount: [1, 3], opens: 'write', run: key('stateRoot'), options: { ...rootPassphrase, end: text('AUTHOR'), expires: text('DATE') } },
  { name: 'keys recovery-sheet', operands: '', operandCount: [0, 0], opens: 'write', run: key('recoverySheet'), options: output('FILE.pdf') },
  { name: 'keys restore', operands: 'FILE', operandCount: [1, 1], opens: 'write', run: key('restoreKeys'), options: {} },
  { name: 'keys lock', operands: '', operandCount: [0, 0], opens: 'write', run: key('lock'), options: { 'new-passphrase-file': text('FILE') } },
  { name: 'parameters show', operands: '[NAME]', operandCount: [0, 1], opens: 'read', run: headquarters('showParameters'), options: {} },
  { name: 'parameters publish', operands: 'FILE.json', operandCount: [1, 1], opens: 'write', run: headquarters('publish'), options: {} },
  { name: 'office add', operands: 'CODE', operandCount: [1, 1], opens: 'write', run: headquarters('addOffice'), options: { name: text('NAME'), email: text('ADDRESS'), address: text('TEXT'), closed: text('DATE') } },
  { name: 'office list', operands: '', operandCount: [0, 0], opens: 'read', run: headquarters('listOffices'), options: {} },
  { name: 'entrust', operands: 'CODE', operandCount: [0, 1], opens: 'write', run: headquarters('entrust'), options: { office: text('CODE'), end: flag, reason: text('TEXT') } },
  { name: 'consolidate rebuild', operands: '', operandCount: [0, 0], opens: 'write', run: headquarters('rebuildSum'), options: {} },
  { name: 'consolidate', operands: '', operandCount: [0, 0], opens: 'read', run: headquarters('consolidate'), options: { 'as-of': text('DATE'), group: flag, 'legal-entity': text('CODE'), again: flag } },
  { name: 'freshness', operands: '', operandCount: [0, 0], opens: 'read', run: headquarters('freshness'), options: { office: text('CODE'), incomplete: flag } },
  { name: 'portfolio', operands: '', operandCount: [0, 0], opens: 'read', run: headquarters('portfolio'), options: {} },
  { name: 'simulate-federation', operands: '', operandCount: [0, 0], opens: 'none', run: headquarters('simulate'), options: { entities: text('N'), years: text('Y'), seed: text('S') } },
]
