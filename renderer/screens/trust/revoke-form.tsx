import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { TextField } from '../../ui/field.tsx'
import { KeyProblem } from './key-problem.tsx'

/** Ends an access: up to which fact of its stream the person is still believed, and why. One set of books, or everywhere. */
export function RevokeForm({ author, person, entity, held, onDone }: {
  readonly author: string
  readonly person: string
  /** Code of the books; everywhere when absent. */
  readonly entity?: string
  /** Last fact of the stream held here. */
  readonly held?: number
  readonly onDone: () => void
}) {
  const t = useWords()
  const id = useId()
  const revoke = useCommand('trust.revoke')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState(held === undefined ? '' : String(held))
  const position = /^\d+$/u.test(typed.trim()) ? Number(typed.trim()) : undefined
  const stated = held !== undefined
  const ready = reason.trim() !== '' && (!stated || position !== undefined)
  const run = (): void => revoke.mutate({ author, reason: reason.trim(), ...(entity === undefined ? {} : { entity }), ...(stated && position !== undefined ? { lastSequence: position } : {}) }, { onSuccess: onDone })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) run()
  }
  return (
    <details>
      <summary>{t(stated ? 'revoke.title' : 'revoke.everywhere')}</summary>
      <form className="stack" onSubmit={submit} noValidate style={{ marginTop: 12 }}>
        {revoke.error ? <KeyProblem error={revoke.error} onRetry={run} /> : null}
        {stated && <TextField id={`${id}-position`} label={t('revoke.position')} help={t('revoke.position.help', { held })} value={typed} onChange={setTyped} width="10rem" />}
        <TextField id={`${id}-reason`} label={t('revoke.reason')} help={t('revoke.reason.help')} value={reason} onChange={setReason} />
        <p className="note">{stated ? t('revoke.effect', { person, position: position ?? held }) : t('revoke.effect.everywhere', { person })}</p>
        <div><Button type="submit" color="red" variant="outline" loading={revoke.isPending} disabled={!ready}>{t('revoke.do')}</Button></div>
      </form>
    </details>
  )
}
