import { afterEach, expect, test } from 'vitest'
import { procedures } from '../../core/procedures.ts'
import type { Outcome } from '../../core/context.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { must, openTestBooks, refusedCodes, type TestBooks } from '../fixtures/books.ts'
import { charts } from '../../electron/machine/resources.ts'

const open: TestBooks[] = []
afterEach(() => {
  for (const books of open.splice(0)) books.close()
})

/** Headquarters' workspace in Belgium: its own books and two Activités, with the charts of the law. */
function workspace(country: 'BE' | 'FR' = 'BE'): TestBooks {
  const books = openTestBooks({ charts, country, code: 'ATELIER', name: 'Atelier Brume' })
  open.push(books)
  const firstYear = { startOn: '2026-01-01', endOn: '2026-12-31' }
  must(openEntity(books.ctx, { code: 'SIEGE', name: 'La Coopérative', kind: 'headquarters', country, firstYear }))
  must(openEntity(books.ctx, { code: 'TRAITEUR', name: 'Le Traiteur du Canal', kind: 'entity', country, firstYear }))
  return books
}

function call<Name extends keyof typeof procedures>(books: TestBooks, name: Name, input: object): ReturnType<(typeof procedures)[Name]['run']> {
  const door = procedures[name]
  return (door.run as (ctx: unknown, input: unknown) => Outcome<unknown>)(books.ctx, door.input.parse(input)) as ReturnType<(typeof procedures)[Name]['run']>
}

const receipt = { entity: 'ATELIER', date: '2026-03-02', label: 'Facture 12 payée', documentRef: 'EXTRAIT-9' }
const paid = { entityLines: [{ account: '400', debitCents: 0, creditCents: 121_000 }], headquartersLines: [{ account: '550', debitCents: 121_000, creditCents: 0 }] }

const linesOf = (books: TestBooks, code: string): unknown[] => books.db.prepare(
  `SELECT reference.code AS account, debit_cents - credit_cents AS cents, pair, with_uid AS "with" FROM line JOIN entry ON entry.id = line.entry_id JOIN entity ON entity.id = entry.entity_id
   JOIN reference ON reference.id = account_id LEFT JOIN pair_half USING (entry_id, line_no) WHERE entity.code = ? ORDER BY line.entry_id, line_no`).all(code)
const uid = (books: TestBooks, code: string): string => books.db.prepare('SELECT uid FROM entity WHERE code = ?').pluck().get(code) as string

test('a receipt for an Activité is booked in both books at once, with one pair and the compte interne on each side', () => {
  const books = workspace()
  const { pair, entries } = must(call(books, 'pair.post', { ...receipt, ...paid }))
  expect(entries.map((entry) => entry.entity)).toEqual(['ATELIER', 'SIEGE'])
  expect(linesOf(books, 'ATELIER')).toEqual([{ account: '400', cents: -121_000, pair: null, with: null }, { account: '416010', cents: 121_000, pair, with: uid(books, 'SIEGE') }])
  expect(linesOf(books, 'SIEGE')).toEqual([{ account: '550', cents: 121_000, pair: null, with: null }, { account: '489010', cents: -121_000, pair, with: uid(books, 'ATELIER') }])
  expect(must(call(books, 'pairs.list', { state: 'met' })).pairs).toMatchObject([{ pair, differenceCents: 0, halves: [{ entity: 'ATELIER', cents: 121_000 }, { entity: 'SIEGE', cents: -121_000 }] }])
  expect(must(call(books, 'pairs.list', { state: 'missing' }))).toEqual({ total: 0, pairs: [] })
})

test('the French comptes de liaison', () => {
  const books = workspace('FR')
  must(call(books, 'pair.post', {
    ...receipt, entityLines: [{ account: '411000', debitCents: 0, creditCents: 12_000 }], headquartersLines: [{ account: '512000', debitCents: 12_000, creditCents: 0 }] }))
  expect(linesOf(books, 'ATELIER').at(-1)).toMatchObject({ account: '181100', cents: 12_000 })
  expect(linesOf(books, 'SIEGE').at(-1)).toMatchObject({ account: '181200', cents: -12_000 })
})

test('nothing is booked on either side when one is refused', () => {
  const books = workspace()
  const refused = (input: object): string[] => refusedCodes(call(books, 'pair.post', { ...receipt, ...input }) as never)
  expect(refused({ ...paid, headquartersLines: [{ account: '550', debitCents: 121_001, creditCents: 0 }] })).toEqual(['pair_sides_differ'])
  expect(refused({ ...paid, entityLines: [{ account: '416010', debitCents: 0, creditCents: 121_000 }] })).toEqual(['pair_internal_line'])
  expect(refused({ entityLines: [{ account: '400', debitCents: 5, creditCents: 0 }, { account: '700', debitCents: 0, creditCents: 5 }], headquartersLines: paid.headquartersLines })).toEqual(['pair_nothing'])
  expect(refused({ ...paid, headquartersLines: [{ account: '00000', debitCents: 121_000, creditCents: 0 }] })).toEqual(['account_unknown'])
  expect(refused({ ...paid, date: '2027-03-02' })).toEqual(['date_outside_years'])
  expect(refused({ ...paid, legalEntity: 'TRAITEUR' })).toEqual(['headquarters_books_missing'])
  expect(refused({ ...paid, entity: 'SIEGE' })).toEqual(['pair_same_books'])
  expect(refused({ ...paid, entity: 'PERSONNE' })).toEqual(['entity_unknown'])
  expect(books.db.prepare('SELECT COUNT(*) FROM entry').pluck().get()).toBe(0)
})

test('money between two Activités comes to nothing over both', () => {
  const books = workspace()
  const flow = { from: 'ATELIER', to: 'TRAITEUR', date: '2026-04-10', label: 'Buffet du vernissage' }
  const { pair } = must(call(books, 'pair.transfer', { ...flow, amountCents: 45_000, fromAccount: '617', toAccount: '700000' }))
  expect(linesOf(books, 'ATELIER')).toEqual([{ account: '617', cents: 45_000, pair: null, with: null }, { account: '416010', cents: -45_000, pair, with: uid(books, 'TRAITEUR') }])
  expect(linesOf(books, 'TRAITEUR').at(-1)).toEqual({ account: '416010', cents: 45_000, pair, with: uid(books, 'ATELIER') })
  expect(refusedCodes(call(books, 'pair.transfer', { ...flow, amountCents: 0 }) as never)).toEqual(['transfer_not_positive'])
  expect(refusedCodes(call(books, 'pair.transfer', { ...flow, to: 'ATELIER', amountCents: 5 }) as never)).toEqual(['pair_same_books'])
})

test('a half booked alone is missing its other half until that one is booked to the cent', () => {
  const books = workspace()
  const half = { entity: 'ATELIER', date: '2026-03-05', label: 'Salaire de février payé par le siège', lines: [{ account: '455', debitCents: 210_000, creditCents: 0 }] }
  const { pair } = must(call(books, 'pair.half', half))
  const missing = must(call(books, 'pairs.list', { state: 'missing', entity: 'ATELIER' }))
  expect(missing.pairs).toMatchObject([{ pair, state: 'missing', differenceCents: -210_000, halves: [{ entity: 'ATELIER', with: 'SIEGE', account: '416010', cents: -210_000, date: '2026-03-05' }] }])
  expect(must(call(books, 'pairs.balances', { onlyDifferent: true }))).toMatchObject([{ entity: 'ATELIER', withHeadquartersCents: -210_000, mirrorCents: 0, differenceCents: -210_000 }])
  const other = { entity: 'SIEGE', pair, date: '2026-03-09', label: 'Salaires de février', lines: [{ account: '550', debitCents: 0, creditCents: 209_999 }] }
  expect(refusedCodes(call(books, 'pair.half', other) as never)).toEqual(['pair_half_differs'])
  const exact = { ...other, lines: [{ account: '550', debitCents: 0, creditCents: 210_000 }] }
  must(call(books, 'pair.half', exact))
  // Whoever completes it again, on either side, would book the money twice.
  for (const again of [exact, { ...half, pair }]) expect(refusedCodes(call(books, 'pair.half', again) as never)).toEqual(['pair_met'])
  expect(must(call(books, 'pairs.list', { state: 'missing' })).total).toBe(0)
  // Between the two days only one half was there.
  expect(must(call(books, 'pairs.list', { state: 'missing', asOf: '2026-03-08' })).pairs.map((row) => row.pair)).toEqual([pair])
  expect(must(call(books, 'pairs.balances', {}))).toMatchObject([{ entity: 'ATELIER', internalCents: -210_000, mirrorCents: 210_000, differenceCents: 0, unpairedCents: 0 }, { entity: 'TRAITEUR', internalCents: 0 }])
  expect(refusedCodes(call(books, 'pair.half', { ...half, pair: 'INCONNUE' }) as never)).toEqual(['pair_unknown'])
  expect(refusedCodes(call(books, 'pair.half', { ...half, with: 'PERSONNE' }) as never)).toEqual(['pair_other_side_unknown'])
})

test('a half that is taken back on one side only is a difference, and on both sides nothing', () => {
  const books = workspace()
  const { pair, entries } = must(call(books, 'pair.post', { ...receipt, ...paid }))
  const [own, mirror] = entries
  must(call(books, 'entry.reverse', { entity: 'ATELIER', id: own?.id, reason: 'Payée deux fois' }))
  expect(must(call(books, 'pairs.list', { state: 'different' })).pairs).toMatchObject([{ pair, differenceCents: -121_000 }])
  must(call(books, 'entry.reverse', { entity: 'SIEGE', id: mirror?.id, reason: 'Payée deux fois' }))
  expect(must(call(books, 'pairs.list', { state: 'different' })).total).toBe(0)
  expect(must(call(books, 'pairs.list', { state: 'met' })).pairs[0]?.halves).toHaveLength(4)
  expect(must(call(books, 'verify', { full: true })).problems).toEqual([])
})

test('the sum of all books eliminates comptes internes and names the halves that are missing instead of a difference', () => {
  const books = workspace()
  must(call(books, 'pair.post', { ...receipt, ...paid }))
  must(call(books, 'pair.half', { entity: 'TRAITEUR', date: '2026-03-20', label: 'Achat payé par le siège', lines: [{ account: '440', debitCents: 7_000, creditCents: 0 }] }))
  for (const again of [false, true]) {
    const sum = must(call(books, 'books.sum', { asOf: '2026-03-31', again }))
    expect(sum).toMatchObject({ entities: 3, missingCount: 1, internal: { differenceCents: -7_000, missingCents: -7_000, otherCents: 0 }, legalEntity: { code: 'SIEGE' } })
    expect(sum.missingHalves).toMatchObject([{ entity: 'TRAITEUR', with: 'SIEGE', cents: -7_000 }])
    expect(sum.rows.map((row) => [row.account, row.balanceCents, row.eliminatedCents, row.remainingCents])).toEqual([
      ['400', -121_000, 0, -121_000], ['416010', 114_000, 114_000, 0], ['440', 7_000, 0, 7_000], ['489010', -121_000, -114_000, -7_000], ['550', 121_000, 0, 121_000],
    ])
    expect(sum.totals).toMatchObject({ balanceCents: 0, eliminatedCents: 0, remainingCents: 0 })
  }
  expect(must(call(books, 'books.sum', { asOf: '2026-03-19' })).missingCount).toBe(0)
  expect(must(call(books, 'books.sum.detail', { asOf: '2026-03-31', account: '416010' }))).toMatchObject([{ entity: 'ATELIER', balanceCents: 121_000 }, { entity: 'TRAITEUR', balanceCents: -7_000 }])
  expect(refusedCodes(call(books, 'books.sum', { asOf: '2026-03-31', legalEntity: 'ATELIER' }) as never)).toEqual(['legal_entity_unknown'])
})

test('a porteur books his own half towards headquarters, whose books are not in his file', () => {
  const books = openTestBooks({ charts, code: 'ATELIER', name: 'Atelier Brume' })
  open.push(books)
  const half = { entity: 'ATELIER', date: '2026-03-05', label: 'Facture encaissée par le siège', lines: [{ account: '400', debitCents: 0, creditCents: 5_000 }] }
  expect(refusedCodes(call(books, 'pair.half', half) as never)).toEqual(['pair_other_side_unknown'])
  books.db.prepare("INSERT INTO setting (key, value) VALUES ('federation', '01FEDERATION00000000000000')").run()
  must(call(books, 'pair.half', half))
  expect(linesOf(books, 'ATELIER').at(-1)).toMatchObject({ account: '416010', cents: 5_000, with: '01FEDERATION00000000000000' })
  expect(must(call(books, 'pairs.balances', {}))).toMatchObject([{ entity: 'ATELIER', internalCents: 5_000, withHeadquartersCents: 5_000, withOthersCents: 0, unpairedCents: 0 }])
  // He may also say which books it is with.
  must(call(books, 'pair.half', { ...half, with: '01SIEGE0000000000000000000' }))
  expect(linesOf(books, 'ATELIER').at(-1)).toMatchObject({ with: '01SIEGE0000000000000000000' })
})

test('a day inside a month is told anew once something is written, and on every day what the books say', () => {
  const books = workspace()
  const sum = (again: boolean): unknown => must(call(books, 'books.sum', { asOf: '2026-03-15', again })).rows
  must(call(books, 'pair.post', { ...receipt, ...paid }))
  const before = sum(false)
  expect(sum(false)).toEqual(before)
  must(call(books, 'pair.post', { ...receipt, ...paid, date: '2026-03-10' }))
  expect(sum(false)).not.toEqual(before)
  expect(sum(false)).toEqual(sum(true))
})
