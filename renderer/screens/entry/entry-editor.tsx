import { Button } from '@mantine/core'
import { Link, useBlocker } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState, useLayoutEffect } from 'react'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { SHORTCUTS, isShortcut } from '../../shell/shortcuts.ts'
import { ErrorSummary, type FieldError } from '../../ui/error-summary.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem, refusalsOf } from '../../ui/problem.tsx'
import { Effect } from './effect.tsx'
import { EntryHead } from './entry-head.tsx'
import styles from './entry-form.module.css'
import { rememberLast } from './last-entry.ts'
import { cellId, fieldOf, type FormBody, isBlank } from './form-body.ts'
import { focusOn, LinesTable } from './lines-table.tsx'
import { SaveTemplate } from './save-template.tsx'
import { type Draft, type Posted, useDraft } from './use-draft.ts'

/** The entry being typed: head, lines, what remains, the effect in words, one button. */
export function EntryEditor({ first, draft, templateId, onNext, onDraft }: { readonly first: FormBody; readonly draft: Draft | undefined; readonly templateId: string | undefined; readonly onNext: () => void; readonly onDraft: (id: string | undefined) => void }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const form = useDraft(entity, first, draft, canWrite)
  const { body, setBody, undo, redo } = form
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [fault, setFault] = useState<unknown>(null)
  const [posting, setPosting] = useState(false)
  const [posted, setPosted] = useState<Posted | null>(null)
  const unreadable = useRef(new Set<string>())
  const advance = useCommand('template.advance')
  const latest = useRef(body)
  useLayoutEffect(() => { latest.current = body })

  useEffect(() => focusOn('entry-label'), [])
  // Moving inside the program saves by itself; only closing the window within the pause could lose a key.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: form.isDirty })
  const draftId = form.stored?.id
  useEffect(() => onDraft(draftId), [onDraft, draftId])

  const noteUnreadable = useCallback((id: string, bad: boolean) => void (bad ? unreadable.current.add(id) : unreadable.current.delete(id)), [])

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
      const refused = refusalsOf(error)
      if (refused.length > 0) setErrors(refused.map((refusal) => ({ field: fieldOf(refusal, latest.current), text: sentence(t, refusal) })))
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
        <EntryHead body={body} errors={byField} onChange={(change) => setBody((now) => ({ ...now, ...change }))} onEnterLines={() => focusOn(cellId(0, 'account'))} />
        <LinesTable body={body} setBody={setBody} errors={byField} onUnreadable={noteUnreadable} after="entry-post" />
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
