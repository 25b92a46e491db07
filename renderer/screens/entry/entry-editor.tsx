import { Button } from '@mantine/core'
import { Link, useBlocker } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState, useLayoutEffect } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useReading, useSession } from '../../session.tsx'
import { SHORTCUTS, isShortcut } from '../../shell/shortcuts.ts'
import { ErrorSummary, type FieldError } from '../../ui/error-summary.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem, refusalsOf, sentencesOf } from '../../ui/problem.tsx'
import type { Choice } from '../../ui/search-index.ts'
import { useAccountName } from '../account-name.tsx'
import { Effect } from './effect.tsx'
import { EntryHead } from './entry-head.tsx'
import styles from './entry-form.module.css'
import { rememberLast } from './last-entry.ts'
import { cellId, EMPTY_LINE, fieldOf, fillRemaining, type FormBody, type FormLine, isBlank, isComplete, isEmptyLine, type LineField, totalsOf } from './form-body.ts'
import { LineRow } from './line-row.tsx'
import { SaveTemplate } from './save-template.tsx'
import { type Draft, type Posted, useDraft } from './use-draft.ts'
import { useIndexes, useRecentAccounts } from './use-indexes.ts'

const FIELDS: Readonly<Record<'clair' | 'comptable', readonly LineField[]>> = {
  clair: ['account', 'party', 'debitCents', 'creditCents', 'label'],
  comptable: ['account', 'party', 'label', 'debitCents', 'creditCents', 'project', 'funder'],
}

const focusOn = (id: string): void => void requestAnimationFrame(() => document.getElementById(id)?.focus())

/** The entry being typed: head, lines, what remains, the effect in words, one button. */
export function EntryEditor({ first, draft, templateId, onNext, onDraft }: { readonly first: FormBody; readonly draft: Draft | undefined; readonly templateId: string | undefined; readonly onNext: () => void; readonly onDraft: (id: string | undefined) => void }) {
  const t = useWords()
  const reading = useReading()
  const { entity, canWrite } = useSession()
  const name = useAccountName()
  const form = useDraft(entity, first, draft, canWrite)
  const { body, setBody, undo, redo } = form
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [fault, setFault] = useState<unknown>(null)
  const [posting, setPosting] = useState(false)
  const [posted, setPosted] = useState<Posted | null>(null)
  const unreadable = useRef(new Set<string>())
  const advance = useCommand('template.advance')
  const indexes = useIndexes()
  const recent = useRecentAccounts(body.journal)
  const fields = FIELDS[reading]
  const totals = totalsOf(body.lines)
  const latest = useRef(body)
  useLayoutEffect(() => { latest.current = body })

  useEffect(() => focusOn('entry-label'), [])
  // Moving inside the program saves by itself; only closing the window within the pause could lose a key.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: form.isDirty })
  const draftId = form.stored?.id
  useEffect(() => onDraft(draftId), [onDraft, draftId])

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
    // After the value just typed is taken: a complete line goes to the next one, or to the button when all balances.
    requestAnimationFrame(() => {
      const { lines } = latest.current
      const line = lines[at] ?? EMPTY_LINE
      const next = fields[fields.indexOf(field) + 1]
      if (isComplete(line) && field !== 'account') {
        const later = lines.slice(at + 1).some((each) => !isEmptyLine(each))
        if (totalsOf(lines).remainingCents === 0 && !later && lines.filter(isComplete).length > 1) focusOn('entry-post')
        else goTo(at + 1, 'account')
      } else if (field === 'account' && isComplete(line)) focusOn(cellId(at, line.debitCents ? 'debitCents' : 'creditCents'))
      else if (next) focusOn(cellId(at, next))
      else goTo(at + 1, 'account')
    })
  }, [fields, goTo])
  const copyAbove = useCallback((at: number, field: LineField) => {
    const above = latest.current.lines[at - 1]
    if (above) changeLine(at, { [field]: above[field] })
  }, [changeLine])
  const remove = useCallback((at: number) => {
    setBody((now) => ({ ...now, lines: now.lines.length > 1 ? now.lines.filter((_, index) => index !== at) : [EMPTY_LINE] }))
    focusOn(cellId(Math.max(0, at - 1), 'account'))
  }, [setBody])
  const noteUnreadable = useCallback((id: string, bad: boolean) => void (bad ? unreadable.current.add(id) : unreadable.current.delete(id)), [])
  const show = useCallback((choice: Choice) => name(choice.value, choice.label), [name])

  const post = async (): Promise<void> => {
    if (posting) return
    const blocked = [...unreadable.current].filter((id) => document.getElementById(id)).map((field) => ({ field, text: t('amount.unreadable') }))
    if (blocked.length > 0) return setErrors(blocked)
    setPosting(true)
    setErrors([])
    setFault(null)
    try {
      const result = await form.post()
      rememberLast(latest.current)
      if (templateId) advance.mutate({ entity, id: templateId })
      setPosted(result)
    } catch (error) {
      const sentences = sentencesOf(t, error)
      const refused = refusalsOf(error)
      if (refused.length > 0) setErrors(refused.map((refusal, at) => ({ field: fieldOf(refusal, latest.current), text: sentences[at] ?? refusal.code })))
      else setFault(error)
    } finally {
      setPosting(false)
    }
  }
  const keys = (event: React.KeyboardEvent): void => {
    if (isShortcut('post', event)) {
      event.preventDefault()
      ;(document.activeElement as HTMLElement | null)?.blur()
      // The amount being typed is taken first.
      setTimeout(() => void post(), 0)
    } else if (isShortcut('undo', event)) { event.preventDefault(); undo() }
    else if (isShortcut('redo', event)) { event.preventDefault(); redo() }
  }
  const byField = useMemo(() => new Map(errors.flatMap((each) => (each.field ? [[each.field, each.text] as const] : []))), [errors])

  if (posted) return <PostedNote posted={posted} onNext={onNext} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys come up from the fields inside; the box itself takes no focus
    <div className="stack" onKeyDown={keys}>
      <ErrorSummary errors={errors} />
      {Boolean(fault) && <Problem error={fault} />}
      {form.problem && <Problem error={form.problem} onRetry={() => form.setProblem(null)} />}
      <Card>
        <EntryHead body={body} errors={byField} onChange={(change) => setBody((now) => ({ ...now, ...change }))} onEnterLines={() => goTo(0, 'account')} />
        <div className={styles['scroll']}>
          <table className={styles['lines']} data-reading={reading}>
            <caption className="visually-hidden">{t('entry.lines')}</caption>
            <thead><tr>{fields.map((field) => <th key={field} scope="col" className={styles[field]}>{t(reading === 'clair' ? `entry.plain.${field}` : `entry.column.${field}`)}</th>)}<th><span className="visually-hidden">{t('common.delete')}</span></th></tr></thead>
            <tbody>
              {body.lines.map((line, at) => (
                <LineRow
                  key={at} at={at} line={line} indexes={indexes} recent={recent} show={show} hideValue={reading === 'clair'} fields={fields} errors={byField} onChange={changeLine} onUnreadable={noteUnreadable}
                  onCopyAbove={copyAbove} onEnter={enter} onMove={goTo} onRemove={remove}
                />
              ))}
            </tbody>
          </table>
        </div>
        <div className={styles['under']}>
          <Pill look="link" onClick={() => goTo(body.lines.length, 'account')}>{t('entry.line.add')}</Pill>
          <span className="grow" />
          <span className={styles['total']}>{t(reading === 'clair' ? 'entry.plain.debitCents' : 'plain.debit')} <Money cents={totals.debitCents} /></span>
          <span className={styles['total']}>{t(reading === 'clair' ? 'entry.plain.creditCents' : 'plain.credit')} <Money cents={totals.creditCents} /></span>
          <span className={totals.debitCents === 0 && totals.creditCents === 0 ? styles['total'] : totals.remainingCents === 0 ? `${styles['total']} good` : `${styles['total']} soon`} role="status">
            {totals.debitCents === 0 && totals.creditCents === 0 ? '' : totals.remainingCents === 0 ? t('entry.balanced') : <>{t('entry.remaining')} <Money cents={Math.abs(totals.remainingCents)} /></>}
          </span>
        </div>
      </Card>
      <Effect body={body} />
      <div className="row">
        <Button id="entry-post" onClick={() => void post()} loading={posting} disabled={isBlank(body)}>{t('entry.post')} <kbd className={styles['key']}>{t('key.ctrl')} {t('key.enter')}</kbd></Button>
        <Pill onClick={undo} disabled={!form.stored?.canUndo} title={SHORTCUTS.undo.keys[0]}>{t('keys.undo')}</Pill>
        <Pill onClick={redo} disabled={!form.stored?.canRedo}>{t('keys.redo')}</Pill>
        {!isBlank(body) && <SaveTemplate body={body} />}
        <span className="note" role="status">{form.stored ? t('entry.saved') : ''}</span>
      </div>
    </div>
  )
}

/** What was just booked, with the next step under the same key. */
function PostedNote({ posted, onNext }: { readonly posted: Posted; readonly onNext: () => void }) {
  const t = useWords()
  useEffect(() => focusOn('entry-next'), [])
  return (
    <div className="stack">
      <Done>{t('entry.posted', { entry: posted.entry })} <Link to="/entry/$id" params={{ id: String(posted.id) }}>{t('common.show')}</Link></Done>
      <div className="row"><Button id="entry-next" onClick={onNext}>{t('entry.next')}</Button></div>
    </div>
  )
}
