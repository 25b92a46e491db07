import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Input, Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useFile, useSessionIfAny } from '../../session.tsx'
import { ErrorSummary, type FieldError } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { refusalsOf } from '../../ui/problem.tsx'
import { SavedFile } from '../export/saved-file.tsx'
import { ChoiceQuestion } from '../first-run/setup-questions.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { FingerprintCard } from '../trust/fingerprint-card.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import type { GrantedRole } from '../trust/role-powers.tsx'
import trust from '../trust/trust.module.css'
import { useMadeFile } from '../trust/use-made-file.ts'
import styles from './joining.module.css'

type RoleChoice = GrantedRole | 'unknown'
type Books = 'these' | 'other' | 'unknown'
const FIELDS = { person_missing: 'join-person', 'invalid_input:person': 'join-person', 'invalid_input:email': 'join-email', 'invalid_input:joins': 'join-code', 'invalid_input:office': 'join-office' }

/** The second step: who asks, for what; the file to send, and the words to have read out. */
export function WriteRequest({ onSent, onNext }: { readonly onSent: (fileName: string) => void; readonly onNext: () => void }) {
  const t = useWords()
  const { workspace } = useFile()
  const books = useSessionIfAny()?.books
  const request = useMadeFile('enrol.request')
  const [person, setPerson] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<RoleChoice>(workspace.kind === 'office' ? 'adviser' : 'porteur')
  const [which, setWhich] = useState<Books>(books ? 'these' : 'other')
  const [code, setCode] = useState('')
  const [office, setOffice] = useState('')
  const [checked, setChecked] = useState(false)
  const fallback = workspace.kind === 'office' ? 'adviser' : 'porteur'
  // A file made for headquarters asks to be one more of its machines, and nothing else.
  const isMachine = workspace.kind === 'headquarters'
  const asked = isMachine ? 'headquarters' : role === 'unknown' ? fallback : role
  const visits = asked === 'adviser' || asked === 'accountant'
  const joins = !isMachine && !visits && which === 'other'
  const own: FieldError[] = [
    ...(person.trim() === '' ? [{ field: 'join-person', text: t('join.person.missing') }] : []),
    ...(joins && code.trim() === '' ? [{ field: 'join-code', text: t('join.code.missing') }] : []),
  ]
  const locked = refusalsOf(request.error).some((refusal) => refusal.code === 'identity_locked')
  const errors = checked && own.length > 0 ? own : locked ? [] : formErrors(t, request.error, FIELDS)
  const input: Input<'enrol.request'> = {
    person: person.trim(), role: asked,
    ...(email.trim() === '' ? {} : { email: email.trim() }), ...(joins ? { joins: code.trim() } : {}), ...(visits && office.trim() !== '' ? { office: office.trim() } : {}),
  }
  const make = (): void => void request.make(input)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (own.length === 0) make()
  }
  if (request.made) return <Made made={request.made.value} kept={request.made.kept} onSent={onSent} onNext={onNext} />
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="soft">{t(isMachine ? 'join.machine.text' : 'join.request.text')}</p>
      <ErrorSummary errors={errors} />
      {locked && <KeyProblem error={request.error} onRetry={make} />}
      <div className={trust['two']}>
        <TextField id="join-person" label={t(isMachine ? 'join.machine.name' : 'join.person')} help={t(isMachine ? 'join.machine.name.help' : 'join.person.help')} value={person} onChange={setPerson} error={errorAt(errors, 'join-person')} autoFocus />
        <TextField id="join-email" type="email" label={t('join.email')} value={email} onChange={setEmail} optional error={errorAt(errors, 'join-email')} />
      </div>
      {!isMachine && <ChoiceQuestion
        name="join-role" legend={t('join.role')} value={role} onChange={setRole}
        options={[
          { value: 'porteur', label: t('role.porteur'), help: t('join.role.porteur') }, { value: 'associate', label: t('role.associate'), help: t('join.role.associate') },
          { value: 'adviser', label: t('role.adviser'), help: t('join.role.adviser') }, { value: 'accountant', label: t('role.accountant'), help: t('join.role.accountant') },
          { value: 'unknown', label: t('common.unknown'), help: t('join.role.unknown', { role: t(`role.${fallback}`) }) },
        ]}
      />}
      {isMachine ? null : visits
        ? <TextField id="join-office" label={t('join.office')} help={t('join.office.help')} value={office} onChange={setOffice} optional width="20rem" error={errorAt(errors, 'join-office')} />
        : (
          <ChoiceQuestion
            name="join-books" legend={t('join.books')} value={which} onChange={setWhich}
            options={[
              ...(books ? [{ value: 'these' as const, label: t('join.books.these', { name: books.entity.name }), help: t('join.books.these.help') }] : []),
              { value: 'other', label: t('join.books.other'), help: t('join.books.other.help'), more: <div style={{ margin: '8px 0 8px 44px' }}><TextField id="join-code" label={t('join.code')} help={t('join.code.help')} value={code} onChange={setCode} width="24rem" error={errorAt(errors, 'join-code')} /></div> },
              { value: 'unknown', label: t('common.unknown'), help: t(books ? 'join.books.unknown' : 'join.books.unknown.empty') },
            ]}
          />
        )}
      <div className={trust['effect']}>
        <strong>{t('join.effect')}</strong>
        <ul>
          <li>{t('join.effect.file')}</li>
          <li>{t(isMachine ? 'join.machine.effect' : 'join.effect.nothing')}</li>
        </ul>
      </div>
      <div><Button type="submit" loading={request.pending}>{t('join.request.make')}</Button></div>
    </form>
  )
}

function Made({ made, kept, onSent, onNext }: { readonly made: Output<'enrol.request'>; readonly kept: boolean; readonly onSent: (fileName: string) => void; readonly onNext: () => void }) {
  const t = useWords()
  return (
    <div className="stack">
      <SavedFile fileId={made.fileId} fileName={made.fileName} kept={kept} />
      <ol className={styles['list']}>
        <li>{t('join.sent.send')}</li>
        <li>{t('join.sent.call')}</li>
        <li>{t('join.sent.wait')}</li>
      </ol>
      <FingerprintCard title={t('join.own')} fingerprint={made.fingerprint} />
      <div><Button onClick={() => { onSent(made.fileName); onNext() }}>{t('join.sent.next')}</Button></div>
    </div>
  )
}
