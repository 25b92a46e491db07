import { Button } from '@mantine/core'
import { createRoute, Link, useBlocker } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useFile, useSession } from '../../session.tsx'
import { isShortcut } from '../../shell/shortcuts.ts'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { ErrorSummary, type FieldError } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card, Done, Page } from '../../ui/page.tsx'
import { Problem, refusalsOf } from '../../ui/problem.tsx'
import { EntryHead } from '../entry/entry-head.tsx'
import { cellId, EMPTY_LINE, fieldOf, type FormBody, isBlank, isEmptyLine, toDraft } from '../entry/form-body.ts'
import { focusOn, LinesTable } from '../entry/lines-table.tsx'
import { EffectToRead } from './effect-to-read.tsx'

/** An adviser writes an entry that the porteur will book, change or decline. */
export const proposeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/propose', component: Propose })

const REASON = 'propose-reason'

function Propose() {
  const t = useWords()
  const { entity, books } = useSession()
  const { mayWrite } = useFile()
  const [round, setRound] = useState(0)
  if (!mayWrite) return <Page title={t('advising.propose')}><p>{t('entry.readOnly')}</p></Page>
  return (
    <Page title={t('advising.propose.title', { name: books.entity.name })} lead={t('advising.propose.lead')} actions={<Link to="/entrusted">{t('advising.propose.back')}</Link>}>
      <ProposalForm key={`${entity}${round}`} onNext={() => setRound(round + 1)} />
    </Page>
  )
}

function useBlank(): FormBody {
  const { books, today } = useSession()
  return useMemo(() => {
    const year = books.years.find((each) => each.startOn <= today && today <= each.endOn) ?? books.years.at(-1)
    const date = !year || (year.startOn <= today && today <= year.endOn) ? today : year.endOn
    const open = books.journals.filter((journal) => journal.closedOn === null)
    const journal = open.find((each) => each.kind === 'general') ?? open[0]
    return { journal: journal?.code ?? '', date, label: '', documentRef: '', documentOn: null, lines: [EMPTY_LINE, EMPTY_LINE] }
  }, [books, today])
}

function ProposalForm({ onNext }: { readonly onNext: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  const blank = useBlank()
  const [body, setBody] = useState(blank)
  const [reason, setReason] = useState('')
  const [blocked, setBlocked] = useState<readonly FieldError[]>([])
  const unreadable = useRef(new Set<string>())
  const make = useCommand('proposal.make')
  useEffect(() => focusOn('entry-label'), [])
  const isTyped = !isBlank(body) && !make.data
  // Nothing is kept of a proposal before it is made.
  const leaving = useBlocker({ shouldBlockFn: () => isTyped, enableBeforeUnload: () => isTyped, withResolver: true })
  const noteUnreadable = useCallback((id: string, bad: boolean) => void (bad ? unreadable.current.add(id) : unreadable.current.delete(id)), [])
  const send = (): void => {
    const wrong = [...unreadable.current].filter((id) => document.getElementById(id)).map((field) => ({ field, text: t('amount.unreadable') }))
    setBlocked(wrong)
    if (wrong.length === 0 && !make.isPending) make.mutate({ entity, reason, entry: proposedFrom(body) })
  }
  const errors = blocked.length > 0 ? blocked : errorsOf(t, make.error, body)
  const byField = new Map(errors.flatMap((each) => (each.field ? [[each.field, each.text] as const] : [])))
  if (make.data) return <Made onNext={onNext} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys come up from the fields inside; the box itself takes no focus
    <div
      className="stack"
      onKeyDown={(event) => {
        if (!isShortcut('post', event)) return
        event.preventDefault()
        ;(document.activeElement as HTMLElement | null)?.blur()
        // The amount being typed is taken first.
        setTimeout(() => document.getElementById('propose-send')?.click(), 0)
      }}
    >
      <ErrorSummary errors={errors} />
      {make.error && refusalsOf(make.error).length === 0 && <Problem error={make.error} />}
      <Card>
        <EntryHead body={body} errors={byField} onChange={(change) => setBody((now) => ({ ...now, ...change }))} onEnterLines={() => focusOn(cellId(0, 'account'))} />
        <LinesTable body={body} setBody={setBody} errors={byField} onUnreadable={noteUnreadable} after={REASON} />
      </Card>
      <TextField id={REASON} label={t('advising.propose.reason')} help={t('advising.propose.reason.help')} value={reason} onChange={setReason} error={byField.get(REASON)} width="60rem" />
      <EffectToRead body={body} />
      <p className="note">{t('advising.propose.effect')}</p>
      <ConfirmInWords opened={leaving.status === 'blocked'} title={t('advising.propose.leave.title')} action={t('advising.propose.leave')} onConfirm={() => leaving.proceed?.()} onClose={() => leaving.reset?.()}>
        <p>{t('advising.propose.leave.text')}</p>
      </ConfirmInWords>
      <div className="row"><Button id="propose-send" onClick={send} loading={make.isPending} disabled={isBlank(body)}>{t('advising.propose.send')}</Button></div>
    </div>
  )
}

function errorsOf(t: ReturnType<typeof useWords>, error: unknown, body: FormBody): readonly FieldError[] {
  return refusalsOf(error).map((refusal) => ({ field: refusal.code === 'reason_missing' || refusal['field'] === 'reason' ? REASON : fieldOf(refusal, body), text: sentence(t, refusal) }))
}

/** What is typed, without its empty lines. */
function proposedFrom(body: FormBody) {
  const { journal = '', label = '', ...head } = toDraft({ ...body, lines: body.lines.filter((line) => !isEmptyLine(line)) })
  return { ...head, journal, label, date: body.date as string, lines: head.lines.map(({ account = '', debitCents = 0, creditCents = 0, ...line }) => ({ ...line, account, debitCents, creditCents })) }
}

function Made({ onNext }: { readonly onNext: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  useEffect(() => focusOn('propose-next'), [])
  return (
    <div className="stack">
      <Done>{t('advising.propose.made')}</Done>
      <div className="row"><Button id="propose-next" onClick={onNext}>{t('advising.propose.next')}</Button><Link to="/entrusted">{t('advising.propose.back')}</Link><Link to="/plis" search={{ tab: 'send', to: entity }}>{t('advising.propose.pli')}</Link></div>
    </div>
  )
}
