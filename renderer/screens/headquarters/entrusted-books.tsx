import { type FormEvent, useId, useMemo, useState } from 'react'
import { Button } from '@mantine/core'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { Field } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import { indexChoices } from '../../ui/search-index.ts'
import { SearchCombobox } from '../../ui/search-combobox.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import styles from './headquarters.module.css'
import type { Office } from './offices.tsx'

/** Activités entrusted to an office: each added here is read by all its advisers, and its porteur sees it. */
export function Entrusted({ office }: { readonly office: Office }) {
  const t = useWords()
  const id = useId()
  const { canWrite, entities } = useSession()
  const entrust = useCommand('entrust.start')
  const end = useCommand('entrust.end')
  const [code, setCode] = useState('')
  const [ending, setEnding] = useState<string | null>(null)
  const index = useMemo(() => indexChoices(entities.filter((entity) => entity.kind === 'entity' && !office.entities.includes(entity.code)).map((entity) => ({ value: entity.code, label: entity.name }))), [entities, office.entities])
  const known = index.choices.some((choice) => choice.value === code)
  const run = (): void => entrust.mutate({ entity: code, office: office.code }, { onSuccess: () => setCode('') })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (known) run()
  }
  return (
    <section className="stack">
      <h3>{t('hq.office.entities')}</h3>
      {office.entities.length === 0 ? <p className="soft">{t('hq.office.noEntities')}</p> : (
        <ul className={styles['list']}>{office.entities.map((entity) => <li key={entity} className="row"><span className="grow">{entities.find((each) => each.code === entity)?.name ?? entity} <span className="note">{entity}</span></span>{canWrite && <Pill look="link" onClick={() => setEnding(entity)} aria-label={t('hq.office.end.of', { entity })}>{t('hq.office.end')}</Pill>}</li>)}</ul>
      )}
      {canWrite && office.closedOn === null && (
        <form className="stack" onSubmit={submit} noValidate>
          {entrust.error ? <KeyProblem error={entrust.error} onRetry={run} /> : null}
          <Field id={id} label={t('hq.office.entrust')} help={t('hq.office.entrust.help', { office: office.name })}><SearchCombobox id={id} index={index} value={code} onChange={setCode} describedBy={`${id}-help`} show={(choice) => choice.label} /></Field>
          <div><Button type="submit" variant="default" loading={entrust.isPending} disabled={!known}>{t('hq.office.entrust.do')}</Button></div>
        </form>
      )}
      <ConfirmInWords
        opened={ending !== null} title={t('hq.office.end.title', { entity: ending ?? '', office: office.name })} action={t('hq.office.end')} reasonLabel={t('revoke.reason')} busy={end.isPending} onClose={() => setEnding(null)}
        onConfirm={(reason) => { if (ending !== null) end.mutate({ entity: ending, office: office.code, reason }, { onSuccess: () => setEnding(null) }) }}
      >
        <p>{t('hq.office.end.text')}</p>{end.error ? <KeyProblem error={end.error} onRetry={() => end.reset()} /> : null}
      </ConfirmInWords>
    </section>
  )
}
