import { Button } from '@mantine/core'
import { createRoute, Link } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { isCalendarDate } from '../../../core/kernel/calendar-date.ts'
import { compareText } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useReading, useSession } from '../../session.tsx'
import { isShortcut } from '../../shell/shortcuts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Money } from '../../ui/money.tsx'
import { Done, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useAccountName } from '../account-name.tsx'
import { DraftRefusals } from './draft-refusals.tsx'
import { accountsIn, type Draft, rangeOf, weightOf } from './draft-selection.ts'
import styles from './drafts.module.css'
import { SelectedDrafts, type Worked } from './selected-drafts.tsx'

export const draftsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/drafts', component: Drafts })

/** Rows drawn at once; the next ones on demand. A selection may hold all of them. */
const SHOWN = 300

/** Every draft, to be changed, booked or deleted several at a time. */
function Drafts() {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const drafts = useApi('draft.list', { entity })
  if (drafts.error) return <Problem error={drafts.error} />
  if (!drafts.data) return <Skeleton lines={6} />
  return (
    <Page title={t('drafts.title')} lead={t(canWrite ? 'drafts.lead' : 'entry.readOnly')} actions={canWrite && drafts.data.length > 0 && <Button variant="default" component={Link} to="/import">{t('drafts.paste')}</Button>}>
      <DraftList key={entity} drafts={drafts.data} />
    </Page>
  )
}

function DraftList({ drafts }: { readonly drafts: readonly Draft[] }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [worked, setWorked] = useState<Worked | null>(null)
  const [shown, setShown] = useState(SHOWN)
  const anchor = useRef<string | null>(null)
  const step = useCommand('draft.step-many')
  const ordered = useMemo(() => drafts.toSorted((a, b) => compare(a.body.date, b.body.date) || compareText(t.language, a.body.label ?? '', b.body.label ?? '') || compare(a.id, b.id)), [drafts, t.language])
  const ids = useMemo(() => ordered.map((each) => each.id), [ordered])
  const selection = useMemo(() => ordered.filter((each) => chosen.has(each.id)), [ordered, chosen])
  const toggle = (id: string, range: boolean): void => {
    const on = !chosen.has(id)
    const touched = range && anchor.current !== null ? rangeOf(ids, anchor.current, id) : [id]
    setChosen((now) => {
      const next = new Set(now)
      for (const each of touched) if (on) next.add(each); else next.delete(each)
      return next
    })
    anchor.current = id
  }
  const walk = (direction: 'undo' | 'redo'): void => {
    if (worked?.step === undefined || step.isPending || (worked.step === 'undone') === (direction === 'undo')) return
    step.mutate({ entity, drafts: worked.changed.map(({ id, version }) => ({ id, version })), direction }, { onSuccess: (changed) => setWorked({ ...worked, changed, step: direction === 'undo' ? 'undone' : 'done' }) })
  }
  const keys = (event: KeyboardEvent): void => {
    // A field being typed in takes back its own letters.
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return
    if (isShortcut('undo', event)) { event.preventDefault(); walk('undo') }
    else if (isShortcut('redo', event)) { event.preventDefault(); walk('redo') }
  }
  const all = selection.length === ordered.length && ordered.length > 0
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys come up from the fields inside; the box itself takes no focus
    <div className="stack" onKeyDown={keys}>
      {worked && <WorkedNote worked={worked} busy={step.isPending} onStep={walk} />}
      {step.error && <DraftRefusals error={step.error} drafts={drafts} />}
      {ordered.length === 0
        ? <EmptyState title={t('drafts.none')} text={t('drafts.none.text')} action={canWrite && <><Button component={Link} to="/entry">{t('nav.entry')}</Button><Button variant="default" component={Link} to="/import">{t('drafts.paste')}</Button></>} />
        : (
          <>
            {canWrite && selection.length > 0 && <SelectedDrafts selection={selection} accounts={accountsIn(selection)} onWorked={(done) => { setWorked(done); if (done.step === undefined) setChosen(new Set()) }} />}
            <div className={styles['scroller']}>
              <table className={styles['table']}>
                <caption className="visually-hidden">{t('drafts.title')}</caption>
                <thead>
                  <tr>
                    {canWrite && <th scope="col"><input type="checkbox" checked={all} aria-label={t('drafts.all', { count: ordered.length })} onChange={() => setChosen(all ? new Set() : new Set(ids))} /></th>}
                    <th scope="col">{t('entry.date')}</th><th scope="col">{t('entry.journal')}</th><th scope="col">{t('entry.label')}</th><th scope="col">{t('drafts.accounts')}</th><th scope="col" className="number">{t('drafts.amount')}</th><th scope="col">{t('drafts.state')}</th>
                  </tr>
                </thead>
                <tbody>{ordered.slice(0, shown).map((draft) => <DraftRow key={draft.id} draft={draft} chosen={chosen.has(draft.id)} onToggle={canWrite ? toggle : undefined} />)}</tbody>
              </table>
            </div>
            {ordered.length > shown && <div><Pill onClick={() => setShown(shown + SHOWN)}>{t('drafts.more', { count: ordered.length - shown })}</Pill></div>}
          </>
        )}
    </div>
  )
}

function compare(a: string | undefined, b: string | undefined): number {
  const [left, right] = [a ?? '', b ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}

/** What was done to the selection, and the one step back. */
function WorkedNote({ worked, busy, onStep }: { readonly worked: Worked; readonly busy: boolean; readonly onStep: (direction: 'undo' | 'redo') => void }) {
  const t = useWords()
  return (
    <Done>
      <span className="row">
        <span>{worked.step === 'undone' ? t('drafts.undone', { count: worked.changed.length }) : worked.says}</span>
        {worked.step === 'done' && worked.changed.length > 0 && <Pill onClick={() => onStep('undo')} disabled={busy}>{t('keys.undo')}</Pill>}
        {worked.step === 'undone' && <Pill onClick={() => onStep('redo')} disabled={busy}>{t('keys.redo')}</Pill>}
      </span>
    </Done>
  )
}

function DraftRow({ draft, chosen, onToggle }: { readonly draft: Draft; readonly chosen: boolean; readonly onToggle: ((id: string, range: boolean) => void) | undefined }) {
  const t = useWords()
  const name = useAccountName()
  const reading = useReading()
  const { books } = useSession()
  const { body } = draft
  const { debitCents, balanced } = weightOf(draft)
  const label = body.label || t('entry.draft.unnamed')
  const journal = books.journals.find((each) => each.code === body.journal)
  const accounts = [...new Set(body.lines.flatMap((line) => (line.account ? [name(line.account)] : [])))]
  return (
    <tr data-chosen={chosen}>
      {onToggle && <td><input type="checkbox" checked={chosen} aria-label={t('drafts.choose', { label })} onChange={(event) => onToggle(draft.id, (event.nativeEvent as MouseEvent).shiftKey)} /></td>}
      <td>{isCalendarDate(body.date) ? t.date(body.date) : (body.date ?? '')}</td>
      <td>{reading === 'comptable' ? body.journal : (journal?.label ?? body.journal)}</td>
      <td className={styles['words']}><Link to="/entry" search={{ draft: draft.id }}>{label}</Link></td>
      <td className={styles['words']}>{accounts.slice(0, 3).join(', ')}{accounts.length > 3 && '…'}</td>
      <td className="number"><Money cents={debitCents} /></td>
      <td className={balanced ? 'good' : 'soon'}>{t(balanced ? 'entry.balanced' : 'drafts.unfinished')}</td>
    </tr>
  )
}
