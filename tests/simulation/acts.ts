import { addDays, type CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { EntryId } from '../../core/kernel/ids.ts'
import type { Result } from '../../core/kernel/result.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { matchLines, undoMatch } from '../../core/ledger/match-lines.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { openFiscalYear, recordAccount, recordParty } from '../../core/ledger/records.command.ts'
import { postPair } from '../../core/ledger/pair.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import type { Machine } from './machine.ts'
import type { Random } from './random.ts'

/** Accounts of the Belgian chart that the simulated Activités use. */
const INCOME = ['700000', '740000']
const EXPENSE = ['610000', '613000', '604000']
const [CUSTOMER, SUPPLIER, BANK, VAT] = ['400000', '440000', '550000', '451000'] as const

type Act = (machine: Machine, entityId: number, today: CalendarDate, random: Random) => Result<unknown, unknown>

const sale: Act = (machine, entityId, today, random) => {
  const net = 100 * (1 + random.below(5000))
  const tax = Math.round((net * 21) / 100)
  return postEntry(machine.ctx, entityId, {
    journal: 'VEN', date: addDays(today, -random.below(40)), label: `Prestation ${random.below(1000)}`, documentRef: `F${random.below(10_000)}`,
    lines: [
      { account: CUSTOMER, debitCents: net + tax, creditCents: 0 }, { account: random.one(INCOME), debitCents: 0, creditCents: net }, { account: VAT, debitCents: 0, creditCents: tax },
    ],
  })
}

const purchase: Act = (machine, entityId, today, random) => {
  const net = 1 + random.below(90_000)
  return postEntry(machine.ctx, entityId, {
    journal: 'ACH', date: addDays(today, -random.below(60)), label: `Achat ${random.below(1000)}`,
    lines: [{ account: random.one(EXPENSE), debitCents: net, creditCents: 0 }, { account: SUPPLIER, debitCents: 0, creditCents: net }],
  })
}

const payment: Act = (machine, entityId, today, random) => {
  const cents = 1 + random.below(200_000)
  return postEntry(machine.ctx, entityId, {
    journal: 'OD', date: today, label: 'Paiement', lines: [{ account: BANK, debitCents: cents, creditCents: 0 }, { account: CUSTOMER, debitCents: 0, creditCents: cents }],
  })
}

function someEntry(machine: Machine, entityId: number, random: Random): EntryId | undefined {
  // One half of a pair reversed alone is a half that differs, as it should be; here every pair must meet in the end.
  const entries = machine.all<{ id: EntryId }>('SELECT id FROM entry WHERE entity_id = ? AND id NOT IN (SELECT entry_id FROM pair_half) ORDER BY id DESC LIMIT 40', entityId)
  return entries.length === 0 ? undefined : random.one(entries).id
}

const NOTHING = { ok: true, value: null } as const

const reversal: Act = (machine, entityId, _today, random) => {
  const id = someEntry(machine, entityId, random)
  return id === undefined ? NOTHING : reverseEntry(machine.ctx, entityId, id, 'Saisie par erreur')
}

const match: Act = (machine, entityId, _today, random) => {
  const lines = machine.all<{ entryId: number; line: number }>(
    `SELECT entry_id AS entryId, line_no AS line FROM line JOIN reference ON reference.id = account_id WHERE reference.entity_id = ? AND code = ?
     AND NOT EXISTS (SELECT 1 FROM line_match WHERE line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no) LIMIT 30`, entityId, CUSTOMER,
  )
  return lines.length < 2 ? NOTHING : matchLines(machine.ctx, entityId, random.shuffled(lines).slice(0, 2), true)
}

const unmatch: Act = (machine, entityId, _today, random) => {
  const groups = machine.all<{ code: string }>(
    `SELECT match_group.code FROM match_group JOIN reference ON reference.id = account_id WHERE reference.entity_id = ? AND undone_by IS NULL`, entityId,
  )
  return groups.length === 0 ? NOTHING : undoMatch(machine.ctx, entityId, CUSTOMER, random.one(groups).code)
}

const label: Act = (machine, entityId, _today, random) =>
  recordAccount(machine.ctx, entityId, { number: random.one([...INCOME, ...EXPENSE]), label: `Compte dit ${random.below(100)}` })

const party: Act = (machine, entityId, _today, random) =>
  recordParty(machine.ctx, entityId, { code: `C${random.below(5)}`, name: `Cliente ${random.below(100)}`, kind: 'customer' })

const paper: Act = (machine, entityId, _today, random) => {
  const id = someEntry(machine, entityId, random)
  if (id === undefined) return NOTHING
  const fileId = machine.ctx.ports.files.put('facture.pdf', 'application/pdf', new TextEncoder().encode(`%PDF-1.4 ${random.below(1_000_000)}`))
  return attachDocument(machine.ctx, entityId, id, fileId, 'application/pdf')
}

const close: Act = (machine, entityId, today) => closePeriod(machine.ctx, entityId, `${addDays(`${today.slice(0, 7)}-01` as CalendarDate, -1)}`)
const reopen: Act = (machine, entityId) => reopenPeriod(machine.ctx, entityId, 'Une facture oubliée')
const nextYear: Act = (machine, entityId, today) => openFiscalYear(machine.ctx, entityId, { startOn: `${Number(today.slice(0, 4)) + 1}-01-01`, endOn: `${Number(today.slice(0, 4)) + 1}-12-31` })
const yearEnd: Act = (machine, entityId, today) => endYear(machine.ctx, entityId, String(Number(today.slice(0, 4)) - 1))

/** Pay that headquarters books in both books at once. */
const pay: Act = (machine, entityId, today, random) => {
  const cents = 1 + random.below(300_000)
  return postPair(machine.ctx, {
    entity: machine.one<string>('SELECT code FROM entity WHERE id = ?', entityId) ?? '', date: today, label: 'Salaire versé',
    entityLines: [{ account: '620000', debitCents: cents, creditCents: 0 }], headquartersLines: [{ account: BANK, debitCents: 0, creditCents: cents }],
  })
}

/** What a porteur does, as often as it is named. */
export const PORTEUR: readonly Act[] = [sale, sale, sale, sale, purchase, purchase, purchase, payment, payment, reversal, match, match, unmatch, label, party, paper]
/** What headquarters does in the books of an Activité. */
export const HEADQUARTERS: readonly Act[] = [payment, pay, pay, purchase, label, match, close, close, reopen, yearEnd, nextYear]
