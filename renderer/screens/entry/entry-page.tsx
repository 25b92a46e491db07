import { Button } from '@mantine/core'
import { createRoute, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useReading, useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { Amount } from '../../ui/money.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AccountLink } from '../account-name.tsx'
import { copyOf } from './copy-entry.ts'
import { Documents } from './documents.tsx'
import styles from './entry-page.module.css'
import { EMPTY_LINE, toDraft } from './form-body.ts'

type Entry = Output<'entry.get'>

export const entryPageRoute = createRoute({ getParentRoute: () => rootRoute, path: '/entry/$id', component: EntryPage })

function EntryPage() {
  const t = useWords()
  const { entity, books } = useSession()
  const { id } = entryPageRoute.useParams()
  const answer = useApi('entry.get', { entity, id: Number(id) })
  if (answer.isError) return <Problem error={answer.error} />
  if (!answer.data) return <Skeleton lines={6} />
  const entry = answer.data
  const journal = books.journals.find((each) => each.code === entry.journal)
  return (
    <Page title={entry.label} lead={<>{t('page.entry.of', { entry: entry.entry })}{entry.nature !== 'ordinary' && <> ({t(`page.entry.nature.${entry.nature}`)})</>} · {journal?.label ?? entry.journal}, {t.date(entry.date, 'long')}{entry.documentRef && <> · {t('page.entry.document', { ref: entry.documentRef, date: t.date(entry.documentOn) })}</>}</>} actions={<Actions entry={entry} />}>
      {entry.reversedBy !== null && <p className={styles['note']}>{t('page.entry.reversed')} <Link to="/entry/$id" params={{ id: String(entry.reversedBy) }}>{t('page.entry.reversedLink')}</Link></p>}
      {entry.reverses !== null && <p className={styles['note']}>{t('page.entry.reverses')} {entry.reason && t('page.entry.reason', { reason: entry.reason })} <Link to="/entry/$id" params={{ id: String(entry.reverses) }}>{t('page.entry.reversesLink')}</Link></p>}
      <Card title={t('page.entry.lines')}><Lines entry={entry} /></Card>
      <div className={styles['two']}>
        <Card title={t('page.entry.documents')}><Documents entry={entry} /></Card>
        <Card title={t('page.entry.history')}><History entry={entry} /></Card>
      </div>
    </Page>
  )
}

function Lines({ entry }: { readonly entry: Entry }) {
  const t = useWords()
  const reading = useReading()
  const debit = entry.lines.reduce((sum, line) => sum + line.debitCents, 0)
  const credit = entry.lines.reduce((sum, line) => sum + line.creditCents, 0)
  const plain = reading === 'clair'
  return (
    <div className={styles['scroll']}>
      <table className={styles['lines']}>
        <thead>
          <tr>
            <th scope="col">{t('entry.column.account')}</th><th scope="col">{t(plain ? 'entry.plain.label' : 'entry.column.label')}</th><th scope="col">{t(plain ? 'entry.plain.party' : 'entry.column.party')}</th>
            {!plain && <><th scope="col">{t('entry.column.project')}</th><th scope="col">{t('entry.column.funder')}</th></>}
            <th scope="col" className="number">{t(plain ? 'entry.plain.debitCents' : 'plain.debit')}</th><th scope="col" className="number">{t(plain ? 'entry.plain.creditCents' : 'plain.credit')}</th>
          </tr>
        </thead>
        <tbody>
          {entry.lines.map((line) => (
            <tr key={line.line}>
              <td><AccountLink number={line.account} label={line.accountLabel} />{line.match && <span className="note"> · {t('page.entry.match', { code: line.match })}</span>}</td>
              <td className="soft">{line.label === entry.label ? '' : line.label}</td>
              <td>{line.party && <Link to="/parties" search={{ party: line.party }}>{line.partyName ?? line.party}</Link>}</td>
              {!plain && <><td>{line.project}</td><td>{line.funder}</td></>}
              <td className="number"><Amount cents={line.debitCents} blankZero /></td><td className="number"><Amount cents={line.creditCents} blankZero /></td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row" colSpan={plain ? 3 : 5}>{t('page.entry.total')}</th><td className="number"><Amount cents={debit} /></td><td className="number"><Amount cents={credit} /></td></tr></tfoot>
      </table>
    </div>
  )
}

function History({ entry }: { readonly entry: Entry }) {
  const t = useWords()
  const { proof } = entry
  return (
    <div className="stack" style={{ gap: 4 }}>
      {proof && <p>{t('page.entry.booked', { at: t.instant(proof.bookedAt), device: proof.device, sequence: proof.sequence })}</p>}
      <p>{t('page.entry.validated', { date: t.date(entry.validatedOn, 'long') })}</p>
      {entry.source && <p>{t('page.entry.source', { source: entry.source.replace(/^[a-z]+:/u, '') })}</p>}
      {proof && <p className="note">{t('page.entry.hash')} <code className={styles['hash']}>{proof.hash}</code></p>}
    </div>
  )
}

/** Correct: the reversal with its reason, and a new draft with the same lines, in one gesture. */
function Actions({ entry }: { readonly entry: Entry }) {
  const t = useWords()
  const navigate = useNavigate()
  const { entity, canWrite, books } = useSession()
  const [asking, setAsking] = useState<'correct' | 'cancel' | null>(null)
  const reverse = useCommand('entry.reverse')
  /** The reversal is booked but its copy could not be prepared: said here, since the copy button stays one click away. */
  const [copyFailed, setCopyFailed] = useState<Error | null>(null)
  const run = (reason: string): void => {
    reverse.mutate({ entity, id: entry.id, reason }, {
      onSuccess: (posted) => {
        if (asking === 'cancel') {
          void navigate({ to: '/entry/$id', params: { id: String(posted.id) } })
          return
        }
        const closed = books.closedUntil !== null && entry.date <= books.closedUntil
        const copied = copyOf(entry, { journal: entry.journal, date: entry.date, label: entry.label, documentRef: '', documentOn: null, lines: [EMPTY_LINE] })
        const body = toDraft({ ...copied, date: entry.date, documentRef: entry.documentRef ?? '', documentOn: closed || entry.documentOn !== entry.date ? entry.documentOn : null })
        void call('draft.save', { entity, body }).then(
          (draft) => navigate({ to: '/entry', search: { draft: draft.id } }),
          (error: unknown) => setCopyFailed(error instanceof Error ? error : new Error(String(error))),
        )
      },
    })
  }
  const kind = asking ?? 'correct'
  return (
    <>
      <Button variant="default" component={Link} to="/entry" search={{ copy: String(entry.id) } as never} disabled={!canWrite}>{t('page.entry.duplicate')}</Button>
      {canWrite && entry.reversedBy === null && (
        <>
          <Button variant="default" onClick={() => setAsking('cancel')}>{t('page.entry.cancel')}</Button>
          <Button onClick={() => setAsking('correct')}>{t('page.entry.correct')}</Button>
        </>
      )}
      <ConfirmInWords
        opened={asking !== null} onClose={() => setAsking(null)} title={t(`page.entry.${kind}.title`, { entry: entry.entry })} action={t(kind === 'correct' ? 'page.entry.correct.do' : 'page.entry.cancel')}
        reasonLabel={t('page.entry.correct.reason')} busy={reverse.isPending} onConfirm={run}
      >
        <p>{t(`page.entry.${kind}.text`)}</p>
        {reverse.isError && <Problem error={reverse.error} />}
        {copyFailed && <Problem error={copyFailed} />}
      </ConfirmInWords>
    </>
  )
}
