import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Output } from '../../client.ts'
import { sentences } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { Amount, Money } from '../../ui/money.tsx'
import { Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Warning } from '../../ui/warning.tsx'
import { AccountLink } from '../account-name.tsx'
import { Effect } from '../entry/effect.tsx'
import { EMPTY_LINE, fromDraft } from '../entry/form-body.ts'
import styles from './advising.module.css'
import { EffectToRead } from './effect-to-read.tsx'
import { useSigner } from './signed-by.tsx'

export type Proposal = Output<'proposal.list'>[number]
/** Whose eyes: the porteur answers, the adviser takes back his own; a file open for reading does neither. */
export type Side = 'porteur' | 'adviser' | 'reader'

/** What was just answered: the entry booked, or nothing when it was declined. */
type Said = { readonly entry: { readonly id: number; readonly entry: string } | null }

/** Stays in view, and takes the focus, when the proposal itself goes among those that are answered. */
function Answered({ said }: { readonly said: Said }) {
  const t = useWords()
  const box = useRef<HTMLDivElement>(null)
  // A dialog that closes gives the focus back to its button, which went away: after it.
  useEffect(() => {
    const timer = setTimeout(() => box.current?.focus(), 60)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div ref={box} tabIndex={-1}>
      <Done>
        {said.entry ? t('entry.posted', { entry: said.entry.entry }) : t('advising.answer.declined')} {said.entry && <Link to="/entry/$id" params={{ id: String(said.entry.id) }}>{t('common.show')}</Link>}
        <p className="note">{t('advising.answer.leaves')}</p>
      </Done>
    </div>
  )
}

/** Proposed entries, those that wait first. */
export function Proposals({ proposals, side }: { readonly proposals: readonly Proposal[]; readonly side: Side }) {
  const t = useWords()
  const [answered, setAnswered] = useState<Said | null>(null)
  const open = proposals.filter((each) => each.state === 'open')
  const closed = proposals.filter((each) => each.state !== 'open')
  return (
    <div className="stack">
      {answered && <Answered said={answered} />}
      {open.map((each, at) => <OneProposal key={each.id} proposal={each} side={side} primary={at === 0} onAnswered={setAnswered} />)}
      {closed.length > 0 && (
        <details className={styles['answered']} open={open.length === 0 && answered === null}>
          <summary>{t('advising.proposals.answered', { count: closed.length })}</summary>
          <div className="stack">{closed.map((each) => <OneProposal key={each.id} proposal={each} side={side} primary={false} onAnswered={setAnswered} />)}</div>
        </details>
      )}
    </div>
  )
}

interface OneProps {
  readonly proposal: Proposal
  readonly side: Side
  readonly primary: boolean
  readonly onAnswered: (said: Said) => void
}

function OneProposal({ proposal, side, primary, onAnswered }: OneProps) {
  const t = useWords()
  const signer = useSigner()
  const { books } = useSession()
  const { entry } = proposal
  const journal = books.journals.find((each) => each.code === entry.journal)
  return (
    <article className={styles['proposal']} aria-label={entry.label}>
      <header>
        <h2>{entry.label}</h2>
        <Money cents={proposal.totalCents} />
        <span className="grow" />
        <span className={styles['state']}>{t(`advising.proposal.state.${proposal.state}`)}</span>
      </header>
      <p className={styles['meta']}>{t('advising.proposal.by', { person: signer(proposal.by), date: t.instant(proposal.madeAt) })}</p>
      <blockquote className={styles['quote']} style={{ margin: 0 }}>{proposal.reason}</blockquote>
      <p className={styles['meta']}>
        {t('advising.proposal.head', { journal: journal ? `${journal.code} ${journal.label}` : entry.journal, date: /^\d{4}-\d\d-\d\d$/u.test(entry.date) ? t.date(entry.date as never, 'long') : entry.date })}
        {entry.documentRef && <> · {t('advising.proposal.ref', { ref: entry.documentRef })}</>}
      </p>
      <ProposedLines entry={entry} />
      <Outcome proposal={proposal} />
      {proposal.state === 'open' && <OpenProposal proposal={proposal} side={side} primary={primary} onAnswered={onAnswered} />}
    </article>
  )
}

function ProposedLines({ entry }: { readonly entry: Proposal['entry'] }) {
  const t = useWords()
  const said = entry.lines.some((line) => line.label || line.party)
  return (
    <table className={styles['lines']}>
      <caption className="visually-hidden">{t('entry.lines')}</caption>
      <thead><tr><th scope="col">{t('entry.column.account')}</th>{said && <th scope="col">{t('entry.column.label')}</th>}<th scope="col" className="number">{t('plain.debit')}</th><th scope="col" className="number">{t('plain.credit')}</th></tr></thead>
      <tbody>
        {entry.lines.map((line, at) => (
          <tr key={at}>
            <td><AccountLink number={line.account} /></td>{said && <td>{[line.party, line.label].filter(Boolean).join(' · ')}</td>}
            <td className="number"><Amount cents={line.debitCents} blankZero /></td><td className="number"><Amount cents={line.creditCents} blankZero /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What became of it, and what was booked. */
function Outcome({ proposal }: { readonly proposal: Proposal }) {
  const t = useWords()
  const { booked, bookedAgain, answerReason, state } = proposal
  const link = (entry: NonNullable<Proposal['booked']>) => <Link to="/entry/$id" params={{ id: String(entry.id) }}>{entry.entry}</Link>
  return (
    <>
      {booked && <p>{t('advising.proposal.booked')} {link(booked)}</p>}
      {answerReason && <p>{t(state === 'withdrawn' ? 'advising.proposal.withdrawnFor' : 'advising.proposal.declinedFor', { reason: answerReason })}</p>}
      {bookedAgain.length > 0 && <Warning title={t('advising.proposal.twice')}>{t('advising.proposal.twice.text')} {bookedAgain.map((each) => <span key={each.id}>{link(each)} </span>)}</Warning>}
    </>
  )
}

function OpenProposal({ proposal, side, primary, onAnswered }: OneProps) {
  const t = useWords()
  const { entry, problems } = proposal
  const body = fromDraft(entry, { journal: entry.journal, date: entry.date as never, label: '', documentRef: '', documentOn: null, lines: [EMPTY_LINE] })
  return (
    <>
      {problems.length > 0 && (
        <Warning title={t(side === 'porteur' ? 'advising.proposal.refused' : 'advising.proposal.refused.adviser')}>
          <ul>{sentences(t, problems).map((says) => <li key={says}>{says}</li>)}</ul>
        </Warning>
      )}
      {problems.length === 0 && (side === 'porteur' ? <Effect body={body} /> : <EffectToRead body={body} />)}
      {side === 'porteur' && <Answers proposal={proposal} primary={primary} onAnswered={onAnswered} />}
      {side === 'adviser' && proposal.by.own && <Withdraw proposal={proposal} />}
    </>
  )
}

/** Accept, change or decline: each says before the button what it does. */
function Answers({ proposal, primary, onAnswered }: Omit<OneProps, 'side'>) {
  const t = useWords()
  const { entity } = useSession()
  const navigate = useNavigate()
  const accept = useCommand('proposal.accept')
  const edit = useCommand('proposal.edit')
  const decline = useCommand('proposal.decline')
  const [asking, setAsking] = useState(false)
  const error = accept.error ?? edit.error ?? decline.error
  const id = proposal.id
  return (
    <>
      {Boolean(error) && <Problem error={error} />}
      <p className="note">{t('advising.answer.text')}</p>
      <div className="row">
        <Button variant={primary ? 'filled' : 'default'} loading={accept.isPending} disabled={proposal.problems.length > 0} onClick={() => void accept.mutateAsync({ entity, id }).then((entry) => onAnswered({ entry }), () => undefined)}>{t('advising.answer.accept')}</Button>
        <Button variant="default" loading={edit.isPending} onClick={() => edit.mutate({ entity, id }, { onSuccess: ({ draft }) => void navigate({ to: '/entry', search: { draft } }) })}>{t(proposal.draft === null ? 'advising.answer.edit' : 'advising.answer.goOn')}</Button>
        <Pill look="link" onClick={() => setAsking(true)}>{t('advising.answer.decline')}</Pill>
      </div>
      <ConfirmInWords
        opened={asking} title={t('advising.answer.decline.title')} action={t('advising.answer.decline')} reasonLabel={t('advising.answer.decline.reason')} busy={decline.isPending}
        onClose={() => setAsking(false)} onConfirm={(reason) => void decline.mutateAsync({ entity, id, reason }).then(() => onAnswered({ entry: null }), () => undefined).finally(() => setAsking(false))}
      >
        <p>{t('advising.answer.decline.text')}</p>
      </ConfirmInWords>
    </>
  )
}

function Withdraw({ proposal }: { readonly proposal: Proposal }) {
  const t = useWords()
  const { entity } = useSession()
  const withdraw = useCommand('proposal.withdraw')
  const [asking, setAsking] = useState(false)
  return (
    <>
      {withdraw.error && <Problem error={withdraw.error} />}
      <div className="row"><Pill look="link" onClick={() => setAsking(true)}>{t('advising.proposal.withdraw')}</Pill></div>
      <ConfirmInWords
        opened={asking} title={t('advising.proposal.withdraw.title')} action={t('advising.proposal.withdraw')} reasonLabel={t('advising.proposal.withdraw.reason')} busy={withdraw.isPending}
        onClose={() => setAsking(false)} onConfirm={(reason) => withdraw.mutate({ entity, id: proposal.id, reason }, { onSettled: () => setAsking(false) })}
      >
        <p>{t('advising.proposal.withdraw.text')}</p>
      </ConfirmInWords>
    </>
  )
}
