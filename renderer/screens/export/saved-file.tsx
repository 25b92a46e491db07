import type { ReactNode } from 'react'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Money } from '../../ui/money.tsx'
import { Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './export.module.css'

export interface ControlTotals {
  readonly entries?: number
  readonly lines?: number
  readonly debitCents: number
  readonly creditCents: number
}

/** A file that was made: its name, where it went, and the totals to check it against. */
export function SavedFile({ fileId, fileName, kept, totals, children }: {
  readonly fileId: string
  readonly fileName: string
  /** False when the person closed the dialog: the file is still there to be saved. */
  readonly kept: boolean
  readonly totals?: ControlTotals | undefined
  readonly children?: ReactNode
}) {
  const t = useWords()
  return (
    <Done>
      <strong>{fileName}</strong>
      <p>{t(!kept ? 'export.notKept' : bridge.shell === 'browser' ? 'export.keptBrowser' : 'export.kept')}</p>
      {totals && (
        <dl className={styles['totals']}>
          {totals.entries !== undefined && <div><dt>{t('export.total.entries')}</dt><dd>{t.count(totals.entries)}</dd></div>}
          {totals.lines !== undefined && <div><dt>{t('export.total.lines')}</dt><dd>{t.count(totals.lines)}</dd></div>}
          <div><dt>{t('plain.debit')}</dt><dd><Money cents={totals.debitCents} /></dd></div>
          <div><dt>{t('plain.credit')}</dt><dd><Money cents={totals.creditCents} /></dd></div>
        </dl>
      )}
      <div className="row"><Pill onClick={() => void bridge.download(fileId)}>{t('export.again')}</Pill>{children}</div>
    </Done>
  )
}
