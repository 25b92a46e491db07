import { expect, test } from 'vitest'
import { pliHistory } from '../../core/sync/history/pli-history.query.ts'
import { aloneActivity, foundHeadquarters, join } from '../fixtures/pli-workspaces.ts'

test('each filter of the history looks through all plis, however old, a page at a time', () => {
  const siege = foundHeadquarters()
  const atelier = aloneActivity('brume', 'ATELIER')
  join(siege, atelier, 'ATELIER')
  const shown = (show: Parameters<typeof pliHistory>[1]['show'], offset = 0) => pliHistory(siege.ctx, { offset, limit: 1, show })
  const tick = (): number => (siege.clock.milliseconds += 1000)
  tick()
  expect(siege.take(Buffer.from('pas un pli'), 'abime.pli')).toMatchObject({ outcome: 'refused' })
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
  const lost = atelier.make('headquarters')
  atelier.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  tick()
  expect(siege.take(atelier.make('headquarters', 'sent'), 'suite.pli')).toMatchObject({ outcome: 'waiting' })
  expect(shown('waiting')).toMatchObject({ total: 1, rows: [{ fileName: 'suite.pli', outcome: 'waiting', with: 'brume' }] })
  tick()
  expect(siege.take(lost, 'perdu.pli')).toMatchObject({ outcome: 'taken' })
  tick()
  expect(siege.take(lost, 'perdu-encore.pli')).toMatchObject({ outcome: 'known' })
  tick()
  siege.make('ATELIER')
  // The refused one is the oldest of all that came, and is found first where only the refused are asked for.
  expect(shown('refused')).toMatchObject({ total: 1, rows: [{ fileName: 'abime.pli', direction: 'received', outcome: 'refused', with: null }] })
  expect(shown('refused').rows[0]?.refused).not.toEqual([])
  expect(shown('received').rows).toMatchObject([{ outcome: 'taken' }])
  const everything = Array.from({ length: shown('all').total }, (_, offset) => shown('all', offset).rows[0])
  expect(everything.map((row) => row?.at)).toEqual(everything.map((row) => row?.at).toSorted((one, other) => (other ?? 0) - (one ?? 0)))
  for (const show of ['sent', 'received', 'waiting', 'refused'] as const) {
    const wanted = everything.filter((row) => (show === 'sent' ? row?.direction === 'sent' : show === 'received' ? row?.outcome === 'taken' || row?.outcome === 'known' : row?.outcome === show))
    expect(Array.from({ length: shown(show).total }, (_, offset) => shown(show, offset).rows[0])).toEqual(wanted)
  }
  expect(shown('sent').rows).toMatchObject([{ direction: 'sent', with: 'ATELIER' }])
})
