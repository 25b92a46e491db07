import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { useFile } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Warning } from '../../ui/warning.tsx'

/** A folder that is looked at by itself: a stick, a synchronised directory. A convenience, never the only way. */
export function WatchedFolder() {
  const t = useWords()
  const { mayWrite } = useFile()
  const state = useApi('pli.watch-state', {})
  const watch = useCommand('pli.watch')
  const [typed, setTyped] = useState('')
  const set = (folder: string | null): void => watch.mutate({ folder }, { onSuccess: () => { setTyped(''); void state.refetch() } })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    set(typed.trim())
  }
  if (state.isError) return <Card title={t('watch.title')}><Problem error={state.error} /></Card>
  const watched = state.data
  return (
    <Card title={t('watch.title')}>
      <div className="stack">
        <p className="soft">{t('watch.text')}</p>
        {watch.error ? <Problem error={watch.error} /> : null}
        {watched?.folder
          ? (
            <>
              <p><strong style={{ overflowWrap: 'anywhere' }}>{watched.folder}</strong><br /><span className="note">{watched.lastLookedAt === null ? t('watch.notYet') : t('watch.looked', { when: t.instant(watched.lastLookedAt), count: watched.taken })}</span></p>
              {watched.lastProblem !== null && <Warning title={t('watch.problem')}>{sentence(t, { code: watched.lastProblem, path: watched.folder })}</Warning>}
              <div className="row"><Pill onClick={() => void state.refetch()}>{t('watch.refresh')}</Pill><Pill onClick={() => set(null)} disabled={!mayWrite || watch.isPending}>{t('watch.stop')}</Pill></div>
            </>
          )
          : (
            <form className="stack" onSubmit={submit} noValidate>
              <TextField id="watch-folder" label={t('watch.folder')} help={t('watch.folder.help')} value={typed} onChange={setTyped} width="40rem" />
              <div><Button type="submit" variant="default" loading={watch.isPending} disabled={!mayWrite || typed.trim() === ''}>{t('watch.start')}</Button></div>
            </form>
          )}
      </div>
    </Card>
  )
}
