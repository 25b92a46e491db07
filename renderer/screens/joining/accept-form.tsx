import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EnrolmentInfo } from '../../../core/workspace.ts'
import type { Input } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Field, SelectField } from '../../ui/field.tsx'
import { Card, Cards } from '../../ui/page.tsx'
import { refusalsOf } from '../../ui/problem.tsx'
import { Warning } from '../../ui/warning.tsx'
import { ComparedField, isCompared, NOT_COMPARED, pastedOf } from '../trust/compared.tsx'
import { FingerprintCard } from '../trust/fingerprint-card.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import { GRANTED_ROLES, type GrantedRole, RolePowers } from '../trust/role-powers.tsx'
import trust from '../trust/trust.module.css'
import { useMadeFile } from '../trust/use-made-file.ts'
import { OfficeSelect } from '../headquarters/office-select.tsx'
import { Accepted } from './accepted.tsx'
import { GrantedBooks } from './granted-books.tsx'

/** What headquarters decides of a request, said in words before the button. */
export function AcceptForm({ fileId, info, onAgain }: { readonly fileId: string; readonly info: EnrolmentInfo; readonly onAgain: () => void }) {
  const t = useWords()
  const accept = useMadeFile('enrol.accept')
  const [role, setRole] = useState<GrantedRole>(info.role === 'headquarters' ? 'accountant' : info.role)
  const [entities, setEntities] = useState<readonly string[]>(info.entities.map((entity) => entity.code))
  const [office, setOffice] = useState(info.office ?? '')
  const [compared, setCompared] = useState(NOT_COMPARED)
  const visits = role === 'adviser'
  // A request that names no books of its own (somebody who helps, a file without books) is answered by naming them here.
  const names = visits || role === 'accountant' || info.entities.length === 0
  const input: Input<'enrol.accept'> = {
    fileId, ...(role === info.role ? {} : { role }), ...pastedOf(compared), ...(visits && office !== '' ? { office } : {}), ...(names && entities.length > 0 ? { entities } : {}),
  }
  const run = (): void => void accept.make(input)
  const knownOtherwise = refusalsOf(accept.error).some((refusal) => refusal.code === 'author_known_other_key')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    run()
  }
  if (accept.made) return <Accepted made={accept.made.value} kept={accept.made.kept} info={info} onAgain={onAgain} />
  const places = entities.length === 0 ? t('accept.noBooks') : entities.join(', ')
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Cards columns={2}>
        <Card title={t('accept.who')}>
          <dl className={trust['facts']}>
            <dt>{t('hq.people.person')}</dt><dd><strong>{info.person}</strong></dd>
            {info.email && <><dt>{t('join.email')}</dt><dd>{info.email}</dd></>}
            <dt>{t('accept.asks')}</dt><dd>{t(`role.${info.role}`)}{info.office && ` · ${info.office}`}</dd>
            {info.entities.map((entity) => <EntityFact key={entity.uid} entity={entity} />)}
          </dl>
        </Card>
        <Card title={t('accept.decide')}>
          <div className="stack">
            <SelectField id="accept-role" label={t('role.column')} value={role} onChange={setRole} options={GRANTED_ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
            {visits && <Field id="accept-office" label={t('join.office')} help={t('accept.office.help')}><OfficeSelect id="accept-office" value={office} onChange={setOffice} /></Field>}
            {names && <GrantedBooks chosen={entities} onChange={setEntities} />}
          </div>
        </Card>
      </Cards>
      <div className={trust['effect']}>
        <strong>{t('accept.effect')}</strong>
        <ul><RolePowers role={role} person={info.person} places={places} /><li>{t('accept.effect.seen')}</li></ul>
      </div>
      <FingerprintCard title={t('accept.compare', { person: info.person })} fingerprint={info.fingerprint} />
      <p>{t('accept.compare.text', { person: info.person })}</p>
      <ComparedField says={t('accept.compare.aloud', { person: info.person })} value={compared} onChange={setCompared} />
      {accept.error ? <KeyProblem error={accept.error} onRetry={run} /> : null}
      {knownOtherwise && (
        <Warning title={t('accept.replace')}>
          <p>{t('accept.replace.text')}</p>
          <div className={trust['actions']}><Button variant="default" loading={accept.pending} disabled={!isCompared(compared)} onClick={() => void accept.make({ ...input, replaceKey: true })}>{t('accept.replace')}</Button></div>
        </Warning>
      )}
      <div className="row"><Button type="submit" loading={accept.pending} disabled={!isCompared(compared)}>{t('accept.do')}</Button><Button variant="default" onClick={onAgain}>{t('common.cancel')}</Button></div>
    </form>
  )
}

function EntityFact({ entity }: { readonly entity: EnrolmentInfo['entities'][number] }) {
  const t = useWords()
  return <><dt>{t('accept.books')}</dt><dd>{entity.name} ({entity.code})<br /><span className="note">{t(entity.known ? 'accept.books.known' : 'accept.books.new', { entries: entity.entries })}</span></dd></>
}
