import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Report } from '../../core/reporting/report.ts'
import { writePdf } from '../../electron/machine/write-pdf.ts'
import { amount } from '../../renderer/i18n/format.ts'
import { MOST_PDF_ROWS, writeReport } from '../../electron/machine/write-report.ts'
import { readPdf } from './read-pdf.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

/** Words of a page without its spaces: the page engine breaks lines where it wants. */
const tight = (text: string): string => text.replace(/[\s\u00a0]+/gu, '')

function longReport(rows: number): Report {
  const sample = sampleReport()
  const row = sample.rows[1]
  return { ...sample, rows: Array.from({ length: rows }, () => row).filter((each) => each !== undefined) }
}

test('a page says its entity, title, period, state, date, number and fingerprint', async () => {
  const pdf = readPdf(await writePdf(sampleReport(), 'fr'))
  expect(pdf.pages.length).toBe(1)
  const page = tight(pdf.pages[0] ?? '')
  for (const part of ['Grand livre', 'Atelier & fils <bois> (ATELIER)', 'Du 01/01/2024 au 31/12/2024', 'Brouillon', 'Montants en EUR', 'Page 1 sur 1', 'Établi le 21/11/2026', '9f86d081884c7d65']) {
    expect(page).toContain(tight(part))
  }
})

test('figures are written as the language does, and no letter is missing from the font', async () => {
  const french = tight(readPdf(await writePdf(sampleReport(), 'fr')).pages[0] ?? '')
  expect(french).toContain('1234567,89')
  expect(french).toContain(tight('Œuvre d’été, 50 € de bois'))
  expect(french).not.toContain('?')
  expect(tight(readPdf(await writePdf(sampleReport(), 'en')).pages[0] ?? '')).toContain(tight(amount('en', 123_456_789)))
})

test('each page of a long report has the header and its number', async () => {
  const pdf = readPdf(await writePdf(longReport(120), 'fr'))
  expect(pdf.pages.length).toBeGreaterThan(2)
  for (const [index, page] of pdf.pages.entries()) {
    expect(tight(page)).toContain(`Page${index + 1}sur${pdf.pages.length}`)
    expect(tight(page)).toContain('Débit')
  }
})

test('a heading runs over the empty cells after it, in one line', async () => {
  const heading = '230009 Installations, machines et outillage - Amortissements'
  const sample = sampleReport()
  const height = async (text: string): Promise<number> => {
    const rows = Array.from({ length: 60 }, () => ({ kind: 'heading' as const, level: 0, cells: [{ text }, null, null, null, null, null] }))
    return readPdf(await writePdf({ ...sample, rows }, 'fr')).pages.length
  }
  expect(await height(heading)).toBe(await height('23'))
})

test('demonstration books are marked on every page, the others on none', async () => {
  for (const page of readPdf(await writePdf({ ...longReport(120), demonstration: true }, 'fr')).pages) expect(tight(page)).toContain('DÉMONSTRATION')
  for (const page of readPdf(await writePdf(longReport(120), 'fr')).pages) expect(tight(page)).not.toContain('DÉMONSTRATION')
})

test('a closed period is definitive, and an empty one says so', async () => {
  expect(readPdf(await writePdf(sampleReport({ status: 'posted' }), 'fr')).pages[0]).toContain('Définitif')
  expect(tight(readPdf(await writePdf(sampleReport({ rows: [] }), 'fr')).pages[0] ?? '')).toContain('Riensurcettepériode')
})

test('the document is tagged, in its language, PDF/A-3b, with no date but the report’s', async () => {
  const { raw } = readPdf(await writePdf(sampleReport(), 'nl'))
  expect(raw).toContain('/MarkInfo')
  expect(raw).toContain('nl-BE')
  expect(raw).toContain('pdfaid')
  const days = [...raw.matchAll(/D:(\d{8})|(\d{4}-\d\d-\d\d)T\d\d:\d\d/gu)].map((match) => (match[1] ?? match[2] ?? '').replaceAll('-', ''))
  expect(days.length).toBeGreaterThan(1)
  expect(new Set(days)).toEqual(new Set(['20261121']))
})

test('the same report gives the same bytes', async () => {
  const first = await writePdf(sampleReport(), 'fr')
  await new Promise((resume) => setTimeout(resume, 1100))
  expect(Buffer.compare(await writePdf(sampleReport(), 'fr'), first)).toBe(0)
})

test('data cannot make a link, an action or a picture', async () => {
  const { raw } = readPdf(await writePdf(hostileReport('<img src="http://evil.test/a.png"> file:///etc/passwd javascript:alert(1)'), 'fr'))
  for (const part of ['/URI', '/JavaScript', '/Launch', '/XObject <<\n/I']) expect(raw).not.toContain(part)
})

test('a report too long for paper is refused with what to do instead', async () => {
  const answer = await writeReport('pdf', [longReport(MOST_PDF_ROWS + 1)], 'fr')
  expect(answer).toEqual({ ok: false, error: [{ code: 'report_too_long_for_pdf', rows: MOST_PDF_ROWS + 1, mostRows: MOST_PDF_ROWS }] })
})

test('another program reads the same text', async ({ skip }) => {
  if (spawnSync('pdftotext', ['-v']).error) skip('pdftotext is not installed here: the page was read by our own reader only')
  const bytes = await writePdf(sampleReport(), 'fr')
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString()
  for (const part of ['Grand livre', '1 234 567,89', 'Œuvre d’été', 'Page 1 sur 1']) expect(text.replaceAll('\u00a0', ' ')).toContain(part)
})
