import { useState } from 'react'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { type Books, useSession } from '../../session.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useLongCall } from '../../use-long-call.ts'

/** The two statements of a year on paper. */
export function StatementFiles({ year }: { readonly year: Books['years'][number] }) {
  const t = useWords()
  const { entity } = useSession()
  const write = useLongCall('report.write')
  const [saved, setSaved] = useState<string | null>(null)
  const save = async (procedure: 'report.balanceSheet' | 'report.incomeStatement'): Promise<void> => {
    setSaved(null)
    const file = await write.start({ format: 'pdf', language: t.language, reports: [{ procedure, input: { entity, from: year.startOn, asOf: year.endOn, compare: 'year_before' } }] })
    if (file && (await bridge.download(file.fileId))) setSaved(file.fileName)
  }
  return (
    <>
      <div className="row" style={{ marginTop: 8 }}>
        <Pill onClick={() => void save('report.balanceSheet')} disabled={write.pending}>{t('closing.year.print')}</Pill>
        <Pill onClick={() => void save('report.incomeStatement')} disabled={write.pending}>{t('closing.year.printResult')}</Pill>
        <span className="note" role="status">{saved && t('closing.year.saved', { name: saved })}</span>
      </div>
      {write.error ? <Problem error={write.error} /> : null}
    </>
  )
}
