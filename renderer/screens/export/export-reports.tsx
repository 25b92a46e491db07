import { Button } from '@mantine/core'
import { useState } from 'react'
import { bridge, type Input } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { usePeriod, useSession } from '../../session.tsx'
import { Card } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RadioList } from '../../ui/radio-list.tsx'
import { useLongCall } from '../../use-long-call.ts'
import styles from './export.module.css'
import { SavedFile } from './saved-file.tsx'

const REPORTS = ['balanceSheet', 'incomeStatement', 'trialBalance', 'journal', 'ledger'] as const
type ReportName = (typeof REPORTS)[number]
type Format = Input<'report.write'>['format']

/** Reports to read, print or hand over: a workbook holds several, a PDF or a CSV one. */
export function ExportReports() {
  const t = useWords()
  const { entity } = useSession()
  const span = usePeriod()
  const [format, setFormat] = useState<Format>('pdf')
  const [chosen, setChosen] = useState<readonly ReportName[]>(['balanceSheet'])
  const [kept, setKept] = useState(false)
  const write = useLongCall('report.write')
  const totals = useApi('trialBalance', { entity, from: span.from, asOf: span.to }).data?.totals
  const several = format === 'xlsx'
  const names = several ? REPORTS.filter((name) => chosen.includes(name)) : chosen.slice(0, 1)
  const choose = (name: ReportName): void => setChosen(several ? (chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]) : [name])
  const save = async (): Promise<void> => {
    const reports = names.map((name) => ({ procedure: `report.${name}`, input: inputOf(name, entity, span) }))
    const file = await write.start({ format, reports, language: t.language })
    if (file) setKept(await bridge.download(file.fileId))
  }
  return (
    <Card title={t('export.reports')}>
      <div className="stack">
        <p className="soft">{t('export.reports.text')}</p>
        <RadioList
          label={t('export.reports.format')} value={format} onChange={(value) => { setFormat(value); write.reset() }}
          options={(['pdf', 'xlsx', 'csv'] as const).map((value) => ({ value, label: t(`export.reports.${value}`) }))}
        />
        <fieldset className={styles['checks']}>
          <legend>{t('export.reports.which')}</legend>
          {REPORTS.map((name) => (
            <label key={name}>
              <input type={several ? 'checkbox' : 'radio'} name="export-report" checked={names.includes(name)} onChange={() => { choose(name); write.reset() }} />
              {t(`export.report.${name}`)}
            </label>
          ))}
        </fieldset>
        {write.error ? <Problem error={write.error} /> : null}
        {write.pending
          ? <ProgressBar step={write.progress ?? { step: 'writing', done: 0, total: 0 }} onCancel={write.cancel} />
          : <div><Button onClick={() => void save()} disabled={names.length === 0}>{t('export.reports.save', { count: names.length })}</Button></div>}
        {write.data && <SavedFile fileId={write.data.fileId} fileName={write.data.fileName} kept={kept} totals={totals} />}
        {write.data && totals && <p className="note">{t('export.reports.totals')}</p>}
      </div>
    </Card>
  )
}

function inputOf(name: ReportName, entity: string, span: { readonly from: string; readonly to: string }): unknown {
  switch (name) {
    case 'balanceSheet': case 'incomeStatement': return { entity, from: span.from, asOf: span.to, compare: 'year_before' }
    case 'trialBalance': return { entity, from: span.from, asOf: span.to }
    case 'journal': case 'ledger': return { entity, from: span.from, to: span.to }
  }
}
