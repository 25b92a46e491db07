import { expect, test } from 'vitest'
import { books } from '../../core/ledger/books.query.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { closings } from '../../core/ledger/closings.query.ts'
import { describeEntity } from '../../core/ledger/describe-entity.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
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
