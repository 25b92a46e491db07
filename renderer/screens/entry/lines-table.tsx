import { type Dispatch, type SetStateAction, useCallback, useLayoutEffect, useRef } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import { Money } from '../../ui/money.tsx'
import { Pill } from '../../ui/pill.tsx'
import type { Choice } from '../../ui/search-index.ts'
import { useAccountName } from '../account-name.tsx'
import styles from './entry-form.module.css'
import { cellId, EMPTY_LINE, fillRemaining, type FormBody, type FormLine, isComplete, isEmptyLine, type LineField, totalsOf } from './form-body.ts'
import { LineRow } from './line-row.tsx'
import { useIndexes, useRecentAccounts } from './use-indexes.ts'

const FIELDS: Readonly<Record<'clair' | 'comptable', readonly LineField[]>> = {
  clair: ['account', 'party', 'debitCents', 'creditCents', 'label'],
  comptable: ['account', 'party', 'label', 'debitCents', 'creditCents', 'project', 'funder'],
}

/** Puts the keyboard in a field once it is on the page. */
export const focusOn = (id: string): void => void requestAnimationFrame(() => document.getElementById(id)?.focus())

interface LinesTableProps {
  readonly body: FormBody
  readonly setBody: Dispatch<SetStateAction<FormBody>>
  /** By the id of the field. */
  readonly errors: ReadonlyMap<string, string>
  readonly onUnreadable: (id: string, unreadable: boolean) => void
  /** Id of what comes after the last line, once all balances. */
  readonly after: string
}

/** The lines of an entry being typed, whole by the keyboard, and what remains to be balanced. */
export function LinesTable({ body, setBody, errors, onUnreadable, after }: LinesTableProps) {
  const t = useWords()
  const reading = useReading()
  const name = useAccountName()
  const indexes = useIndexes()
  const recent = useRecentAccounts(body.journal)
  const fields = FIELDS[reading]
  const { changeLine, goTo, enter, copyAbove, remove } = useLines(body, setBody, fields, after)
  const show = useCallback((choice: Choice) => name(choice.value, choice.label), [name])
  return (
    <>
      <div className={styles['scroll']}>
        <table className={styles['lines']} data-reading={reading}>
          <caption className="visually-hidden">{t('entry.lines')}</caption>
          <thead><tr>{fields.map((field) => <th key={field} scope="col" className={styles[field]}>{t(reading === 'clair' ? `entry.plain.${field}` : `entry.column.${field}`)}</th>)}<th><span className="visually-hidden">{t('common.delete')}</span></th></tr></thead>
          <tbody>
            {body.lines.map((line, at) => (
              <LineRow
                key={at} at={at} line={line} indexes={indexes} recent={recent} show={show} hideValue={reading === 'clair'} fields={fields} errors={errors} onChange={changeLine} onUnreadable={onUnreadable}
                onCopyAbove={copyAbove} onEnter={enter} onMove={goTo} onRemove={remove}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Under body={body} onAdd={() => goTo(body.lines.length, 'account')} />
    </>
  )
}

function Under({ body, onAdd }: { readonly body: FormBody; readonly onAdd: () => void }) {
  const t = useWords()
  const reading = useReading()
  const totals = totalsOf(body.lines)
  const nothing = totals.debitCents === 0 && totals.creditCents === 0
  return (
    <div className={styles['under']}>
      <Pill look="link" onClick={onAdd}>{t('entry.line.add')}</Pill>
      <span className="grow" />
      <span className={styles['total']}>{t(reading === 'clair' ? 'entry.plain.debitCents' : 'plain.debit')} <Money cents={totals.debitCents} /></span>
      <span className={styles['total']}>{t(reading === 'clair' ? 'entry.plain.creditCents' : 'plain.credit')} <Money cents={totals.creditCents} /></span>
      <span className={nothing ? styles['total'] : totals.remainingCents === 0 ? `${styles['total']} good` : `${styles['total']} soon`} role="status">
        {nothing ? '' : totals.remainingCents === 0 ? t('entry.balanced') : <>{t('entry.remaining')} <Money cents={Math.abs(totals.remainingCents)} /></>}
      </span>
    </div>
  )
}

/** What the keys do to the lines. */
function useLines(body: FormBody, setBody: LinesTableProps['setBody'], fields: readonly LineField[], after: string) {
  const latest = useRef(body)
  useLayoutEffect(() => { latest.current = body })
  const changeLine = useCallback((at: number, change: Partial<FormLine>) => setBody((now) => {
    const lines = now.lines.map((line, index) => (index === at ? { ...line, ...change } : line))
    return { ...now, lines: change.account ? fillRemaining(lines, at) : lines }
  }), [setBody])
  const goTo = useCallback((at: number, field: LineField) => {
    if (at < 0) return focusOn('entry-label')
    setBody((now) => (at < now.lines.length ? now : { ...now, lines: [...now.lines, EMPTY_LINE] }))
    focusOn(cellId(at, field))
  }, [setBody])
  const enter = useCallback((at: number, field: LineField) => {
    // After the value just typed is taken: a complete line goes to the next one, or to what follows when all balances.
    requestAnimationFrame(() => {
      const { lines } = latest.current
      const line = lines[at] ?? EMPTY_LINE
      const next = fields[fields.indexOf(field) + 1]
      if (isComplete(line) && field !== 'account') {
        const later = lines.slice(at + 1).some((each) => !isEmptyLine(each))
        if (totalsOf(lines).remainingCents === 0 && !later && lines.filter(isComplete).length > 1) focusOn(after)
        else goTo(at + 1, 'account')
      } else if (field === 'account' && isComplete(line)) focusOn(cellId(at, line.debitCents ? 'debitCents' : 'creditCents'))
      else if (next) focusOn(cellId(at, next))
      else goTo(at + 1, 'account')
    })
  }, [fields, goTo, after])
  const copyAbove = useCallback((at: number, field: LineField) => {
    const above = latest.current.lines[at - 1]
    if (above) changeLine(at, { [field]: above[field] })
  }, [changeLine])
  const remove = useCallback((at: number) => {
    setBody((now) => ({ ...now, lines: now.lines.length > 1 ? now.lines.filter((_, index) => index !== at) : [EMPTY_LINE] }))
    focusOn(cellId(Math.max(0, at - 1), 'account'))
  }, [setBody])
  return { changeLine, goTo, enter, copyAbove, remove }
}
