import type { Report } from '../../core/reporting/report.ts'
import { err, ok, type Refusal, type Result } from '../../core/kernel/result.ts'
import type { Language } from '../../renderer/i18n/messages.ts'

export type ReportFormat = 'xlsx' | 'pdf' | 'csv'

export interface WrittenReport {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

const MEDIA: Readonly<Record<ReportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
}

/** Beyond this many rows nobody reads on paper, and laying out pages takes more memory than the books themselves. */
export const MOST_PDF_ROWS = 10_000

/**
 * Writes reports for one of the three formats: `xlsx` takes several, a sheet each; `pdf` and `csv` take the first.
 * The libraries are loaded when they are first needed. Refusals: `report_too_long_for_pdf` {rows, mostRows}.
 */
export async function writeReport(format: ReportFormat, reports: readonly [Report, ...Report[]], language: Language): Promise<Result<WrittenReport, readonly Refusal[]>> {
  const [first] = reports
  if (format === 'pdf' && first.rows.length > MOST_PDF_ROWS) {
    return err([{ code: 'report_too_long_for_pdf', rows: first.rows.length, mostRows: MOST_PDF_ROWS }])
  }
  const bytes = await bytesOf(format, reports, language)
  const code = first.entity.code.replace(/[^\p{L}\p{N}_-]+/gu, '_')
  return ok({ fileName: `${first.name}-${code}-${first.to}.${format}`, mediaType: MEDIA[format], bytes })
}

async function bytesOf(format: ReportFormat, reports: readonly [Report, ...Report[]], language: Language): Promise<Uint8Array> {
  switch (format) {
    case 'xlsx':
      return (await import('./write-xlsx.ts')).writeXlsx(reports, language)
    case 'pdf':
      return (await import('./write-pdf.ts')).writePdf(reports[0], language)
    case 'csv':
      return (await import('./write-csv-report.ts')).writeCsv(reports[0], language)
  }
}
