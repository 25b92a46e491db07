import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { composePli } from '../../core/sync/making/compose-pli.command.ts'
import type { PliReceipt, TakenPli } from '../../core/sync/pli.ts'
import { federationOf } from '../../core/sync/trust/trust.query.ts'
import { refusedCodes } from '../fixtures/books.ts'
import { buildPli, BuiltStream, fixedSigner } from '../fixtures/pli-builder.ts'
import { joinEmpty, pairOf, stateHash, testWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'

/** What small changes of the code would have broken without any other test seeing it (`REPORT.md`, mutants). */

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00'
const codes = (taken: TakenPli): string[] => taken.notices.map((notice) => notice.code)

test('a disk that is full while a pli is taken is nobody’s pli: it throws, writes nothing, and the pli is taken once there is room', () => {
  const { hq, brume } = pairOf()
  for (let number = 0; number < 60; number += 1) brume.post('ATELIER', SALE)
  const pli = brume.make('headquarters')
  const before = stateHash(hq)
  hq.db.pragma(`max_page_count = ${String(hq.db.pragma('page_count', { simple: true }))}`)
  let thrown: unknown
  try {
    hq.take(pli)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'SQLITE_FULL' })
  expect(stateHash(hq)).toBe(before)
  expect(hq.db.prepare('SELECT COUNT(*) FROM received_pli WHERE outcome = ?').pluck().get('refused')).toBe(0)
  hq.db.pragma('max_page_count = 1073741823')
  expect(hq.take(pli).outcome).toBe('taken')
})

test('a stranger whose pli waits is not heard: what he says he holds is written nowhere', () => {
  const { hq, brume } = pairOf()
  const stranger = fixedSigner('voleur')
  const stream = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', { ...stranger, author: hq.author }, 'S')
  for (let fact = 0; fact < 9; fact += 1) stream.add('OfficeRecorded', { code: 'X', name: 'x' })
  const federation = federationOf(brume.ctx)?.uid ?? ('' as never)
  const receipt: PliReceipt = { entity: federation, author: hq.author, sequence: 1, hash: 'A'.repeat(43), entries: 0, debitCents: 0 }
  const recipients = [{ author: brume.author, sealingKey: brume.identity.sealingKey, name: 'brume' }]
  const { bytes } = buildPli({ sender: stranger, role: 'headquarters', recipients, to: 'headquarters', runs: [{ stream, from: 9 }], receipts: [receipt] })
  expect(brume.take(bytes).outcome).toBe('waiting')
  expect(brume.db.prepare('SELECT COUNT(*) FROM peer_head WHERE peer = ?').pluck().get(stranger.author)).toBe(0)
})

test('plis that follow one another accuse nobody, and none of their facts count twice in the history', () => {
  const { hq, brume } = pairOf()
  for (let number = 1; number <= 3; number += 1) {
    brume.clock.milliseconds += 1000
    brume.post('ATELIER', SALE)
    expect(codes(hq.take(brume.make('headquarters', 'sent')))).not.toContain('pli_number_reused')
  }
  brume.post('ATELIER', SALE)
  brume.make('headquarters', 'sent')
  brume.post('ATELIER', SALE)
  expect(hq.take(brume.make('headquarters', 'sent')).outcome).toBe('waiting')
  const facts = hq.db.prepare('SELECT SUM(facts) FROM received_pli WHERE sender = ?').pluck().get(brume.author)
  expect(facts).toBe(hq.db.prepare('SELECT COUNT(*) FROM fact JOIN stream ON stream.id = stream_id WHERE author = ?').pluck().get(brume.author))
  expect(hq.db.prepare("SELECT facts FROM received_pli WHERE outcome = 'waiting'").pluck().all()).toEqual([0])
})

test('who trusts by a root that expires today is told so today, and not the day before', () => {
  for (const [day, told] of [[0, true], [-1, false]] as const) {
    const { hq, brume } = pairOf()
    const expiresOn = String(hq.db.prepare("SELECT json_extract(body, '$.statement.expiresOn') FROM fact WHERE kind = 'RootStated'").pluck().get())
    const dayBefore = hq.db.prepare("SELECT date(?, '-1 day')").pluck().get(expiresOn) as string
    brume.clock.today = calendarDate(day === 0 ? expiresOn : dayBefore)
    joinEmpty(hq, testWorkspace('portable', 'entity'), ['ATELIER'])
    expect(codes(brume.take(hq.make('ATELIER'))).includes('root_expired'), expiresOn).toBe(told)
  }
})

test('headquarters writes no pli to itself, and an office without people reads none', () => {
  const { hq } = pairOf()
  expect(refusedCodes(composePli(hq.ctx, 'headquarters', 'acknowledged'))).toEqual(['addressee_self'])
  const bureau = testWorkspace('bureau', 'office')
  joinEmpty(hq, bureau, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })
  hq.db.prepare("INSERT INTO office (federation_id, code, name, logical_time, author) SELECT federation_id, 'VIDE', 'Vide', logical_time, author FROM office").run()
  expect(refusedCodes(composePli(hq.ctx, 'VIDE', 'acknowledged'))).toEqual(['addressee_without_reader'])
})
