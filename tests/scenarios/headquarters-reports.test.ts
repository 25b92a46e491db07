import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Context, createContext, type Outcome } from '../../core/context.ts'
import { procedures } from '../../core/procedures.ts'
import type { Cell, Report } from '../../core/reporting/report.ts'
import { charts } from '../../electron/machine/resources.ts'
import { writeReport } from '../../electron/machine/write-report.ts'
import { must, testClock, testIdentity, testPorts } from '../fixtures/books.ts'
import { openDatabase, type Sqlite } from '../fixtures/database.ts'
import { foundIn, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

let db: Sqlite
let ctx: Context
beforeAll(() => {
  db = openDatabase()
  db.prepare("INSERT INTO setting (key, value) VALUES ('kind', 'headquarters'), ('name', 'Archipel')").run()
  ctx = createContext(testPorts(db, { charts, author: 'siege', clock: testClock('2026-11-21'), identity: testIdentity('siege') }))
  foundIn({ ctx } as TestWorkspace)
  must(call('federation.simulate', { entities: 40, years: 2, seed: 'essai', entriesPerYear: 120 }) as Outcome<unknown>)
})
afterAll(() => void db.close())

function call<Name extends keyof typeof procedures>(name: Name, input: object): ReturnType<(typeof procedures)[Name]['run']> {
  const door = procedures[name]
  return (door.run as (ctx: unknown, input: unknown) => unknown)(ctx, door.input.parse(input)) as ReturnType<(typeof procedures)[Name]['run']>
}

const plain = (cell: Cell): unknown => (cell === null ? null : 'amountCents' in cell ? cell.amountCents : 'date' in cell ? cell.date : 'text' in cell ? cell.text : cell.id)
const rowsOf = (report: Report): unknown[][] => report.rows.map((row) => row.cells.map(plain))
const at = (report: Report, row: unknown[], key: string): unknown => row[report.columns.findIndex((column) => column.key === key)]

test('the register on paper is the register on the screen, in the order shown', () => {
  const fresh = must(call('freshness.list', { order: 'lastPliAt', descending: false, incompleteOnly: false, offset: 0, limit: 10 })).rows
  const report = must(call('report.register', { entities: fresh.map((row) => row.entity) }))
  expect(rowsOf(report).map((row) => [at(report, row, 'code'), at(report, row, 'activity'), at(report, row, 'lastPli'), at(report, row, 'missingPlis')]))
    .toEqual(fresh.map((row) => [row.entity, row.name, row.lastPliOn, String(row.missingPlis)]))
  expect(must(call('report.register', {})).rows).toHaveLength(40)
})

test('the sum on paper has every figure of the screen, with the day beside', () => {
  const asked = { asOf: '2026-11-21', legalEntity: 'SIEGE-BE', compareOn: '2025-11-21' }
  const [sum, before, report] = [must(call('books.sum', asked)), must(call('books.sum', { asOf: '2025-11-21', legalEntity: 'SIEGE-BE' })), must(call('report.sum', asked))]
  expect(sum.beforeCents).toBe(before.totals.remainingCents)
  for (const row of before.rows) expect(sum.rows.find((each) => each.chart === row.chart && each.account === row.account)?.beforeCents).toBe(row.remainingCents)
  expect(rowsOf(report).slice(0, -1).map((row) => ['account', 'added', 'remaining', 'before', 'change'].map((key) => at(report, row, key))))
    .toEqual(sum.rows.map((row) => [row.account, row.balanceCents, row.remainingCents, row.beforeCents, row.remainingCents - (row.beforeCents ?? 0)]))
  expect(report.rows.at(-1)?.kind).toBe('total')
  expect(report).toMatchObject({ entity: { code: 'SIEGE-BE' }, demonstration: true })
})

test('the sum of an office is that of the Activités entrusted to it, account by account', () => {
  const office = must(call('office.list', {})).find((each) => each.entities.length > 1)
  const input = { asOf: '2026-11-15', office: office?.code ?? '' }
  const sum = must(call('books.sum', input))
  expect(sum).toMatchObject({ entities: office?.entities.length, missingCount: 0, totals: { balanceCents: 0, eliminatedCents: 0 } })
  for (const row of sum.rows) {
    const detail = must(call('books.sum.detail', { ...input, account: row.account }))
    for (const each of detail) expect(office?.entities).toContain(each.entity)
    const rows = sum.rows.filter((each) => each.account === row.account)
    expect(detail.reduce((total, each) => total + each.balanceCents, 0)).toBe(rows.reduce((total, each) => total + each.balanceCents, 0))
  }
})

test('pairs and comptes internes on paper are those of the screen', () => {
  const pairs = must(call('pairs.list', { state: 'missing', offset: 0, limit: 1000 })).pairs
  expect(pairs.length).toBeGreaterThan(0)
  const report = must(call('report.pairs', { state: 'missing' }))
  expect(rowsOf(report).map((row) => [at(report, row, 'entry'), at(report, row, 'half')])).toEqual(pairs.flatMap((pair) => pair.halves.map((half) => [half.entry, half.cents])))
  const balances = must(call('pairs.balances', {}))
  const paper = must(call('report.liaisons', {}))
  expect(rowsOf(paper).slice(0, -1).map((row) => [at(paper, row, 'code'), at(paper, row, 'internalCents'), at(paper, row, 'differenceCents')])).toEqual(balances.map((row) => [row.entity, row.internalCents, row.differenceCents]))
})

test('each of them is written in the three formats', async () => {
  const reports = [must(call('report.register', {})), must(call('report.sum', { asOf: '2026-11-21' })), must(call('report.pairs', { state: 'missing' })), must(call('report.liaisons', {}))] as const
  expect(reports.map((report) => report.status)).toEqual(['list', 'draft', 'list', 'list'])
  for (const report of reports) for (const format of ['csv', 'pdf'] as const) expect(must(await writeReport(format, [report], 'fr')).bytes.length).toBeGreaterThan(500)
  const workbook = must(await writeReport('xlsx', reports, 'nl'))
  expect(workbook.bytes.length).toBeGreaterThan(5000)
})
