import { expect, test } from 'vitest'
import { listReport } from '../../core/reporting/shown-list.query.ts'
import { writeReport } from '../../electron/machine/write-report.ts'
import { must, openTestBooks } from '../fixtures/books.ts'
import { readPdf } from './read-pdf.ts'

const tight = (text: string): string => text.replace(/\s/gu, '')

const LIST = {
  name: 'portefeuille', title: 'Votre portefeuille', notes: ['À regarder'],
  columns: [{ label: 'Activité', type: 'text', width: 3 }, { label: 'Nouvelles', type: 'date', width: 2 }, { label: 'Reste', type: 'amount', width: 2 }],
  rows: [[{ text: 'Atelier Brume' }, { date: '2026-03-01' as never }, { amountCents: -12_345 }], [{ text: 'Le Four' }, null, null]],
} as const

test('a list is saved as it is shown, with when it was made and without a period it has not', async () => {
  const { ctx, close } = openTestBooks()
  const report = listReport(ctx, LIST)
  const csv = await writeReport('csv', [report], 'fr')
  expect(csv.ok && new TextDecoder().decode(csv.value.bytes).replace(/^\ufeff/u, '')).toBe('Activité;Nouvelles;Reste\r\nAtelier Brume;2026-03-01;-123,45\r\nLe Four;;\r\n')
  const pdf = must(await writeReport('pdf', [report], 'fr'))
  const text = tight(readPdf(pdf.bytes).pages.join(' '))
  for (const said of ['Votre portefeuille', 'À regarder', 'Atelier Brume', '01/03/2026', 'Le Four', '15/06/2026']) expect(text).toContain(tight(said))
  expect(text).not.toMatch(/Brouillon|périodeestouverte|\(\)/u)
  expect((await writeReport('xlsx', [report], 'nl')).ok).toBe(true)
  close()
})
