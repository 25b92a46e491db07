import { expect, test } from 'vitest'
import { books } from '../../core/ledger/books.query.ts'
import { closeAllPeriods, closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { closings } from '../../core/ledger/closings.query.ts'
import { describeEntity } from '../../core/ledger/describe-entity.command.ts'
import { openFiscalYear } from '../../core/ledger/records.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { must, openTestBooks, refusedCodes } from '../fixtures/books.ts'

test('a closing opened again keeps its mark: when and why', () => {
  const { ctx, entityId, clock, close } = openTestBooks()
  const closedAt = clock.milliseconds
  must(closePeriod(ctx, entityId, '2026-03-31'))
  clock.milliseconds += 60_000
  must(reopenPeriod(ctx, entityId, 'Facture oubliée'))
  clock.milliseconds += 60_000
  must(closePeriod(ctx, entityId, '2026-04-30'))
  expect(closings(ctx, entityId)).toEqual([
    { until: '2026-04-30', closedAt: closedAt + 120_000, reopened: null },
    { until: '2026-03-31', closedAt, reopened: { at: closedAt + 60_000, reason: 'Facture oubliée' } },
  ])
  close()
})

test('an entity is described again: what its books are made of stays, and the chain holds', () => {
  const { ctx, entityId, close } = openTestBooks({ country: 'BE' })
  must(describeEntity(ctx, entityId, { name: '  Atelier   Brume ', vatNumber: 'BE0999151567', address: 'Rue du Port 3' }))
  expect(books(ctx, entityId).entity).toMatchObject({ code: 'ATELIER', name: 'Atelier Brume', country: 'BE', chart: 'be-pcmn', vatNumber: 'BE0999151567', registration: null })
  must(describeEntity(ctx, entityId, { name: 'Atelier Brume' }))
  expect(books(ctx, entityId).entity).toMatchObject({ vatNumber: null, address: null })
  expect(verify(ctx, true)).toMatchObject({ ok: true, problems: [] })
  close()
})

test('a description without a name, or longer than a label may be, is refused and nothing is written', () => {
  const { ctx, entityId, close } = openTestBooks()
  const before = books(ctx, entityId).entity
  expect(refusedCodes(describeEntity(ctx, entityId, { name: '   ', address: 'x'.repeat(501) }))).toEqual(['entity_name_missing', 'text_too_long'])
  expect(books(ctx, entityId).entity).toEqual(before)
  close()
})

test('all books are closed together or none is; said again, it closes those that were still open', () => {
  const { ctx, entityId, close } = openTestBooks({ country: 'BE' })
  const add = (code: string, startOn: string, endOn: string): number => must(openEntity(ctx, { code, name: code, kind: 'entity', country: 'BE', firstYear: { startOn, endOn } })).entityId
  const [ended, later] = [add('FINI', '2025-01-01', '2025-12-31'), add('NEUF', '2027-01-01', '2027-12-31')]
  const closed = () => [entityId, ended, later].map((each) => books(ctx, each).closedUntil ?? null)
  const early = closeAllPeriods(ctx, '2026-03-31')
  expect(!early.ok && early.error).toEqual([{ code: 'date_outside_years', date: '2026-03-31', entity: 'FINI' }])
  expect(closed()).toEqual([null, null, null])
  must(openFiscalYear(ctx, ended, { startOn: '2026-01-01', endOn: '2026-12-31' }))
  must(closePeriod(ctx, ended, '2026-02-28'))
  expect(must(closeAllPeriods(ctx, '2026-03-31')).closed).toEqual(['ATELIER', 'FINI'])
  expect(must(closeAllPeriods(ctx, '2026-03-31')).closed).toEqual([])
  expect(closed()).toEqual(['2026-03-31', '2026-03-31', null])
  close()
})
