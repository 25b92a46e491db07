import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { Problem } from '../../ui/problem.tsx'
import { TextField } from '../../ui/field.tsx'
import { joinPath } from './names.ts'
import { useHome } from './use-home.ts'

/** Opens a file that is already there: chosen in the system's dialog, or named in a field where there is none. */
export function OpenFile() {
  const t = useWords()
  const folder = useApi('workspace.folder', {})
  const open = useCommand('workspace.open')
  const home = useHome()
  const [path, setPath] = useState('')
  const [missing, setMissing] = useState(false)
  const pick = async (): Promise<void> => {
    const chosen = await bridge.pick('open-workspace', '')
    if (chosen) open.mutate({ path: chosen }, { onSuccess: home })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(path.trim() === '')
    if (path.trim() !== '') open.mutate({ path: path.trim() }, { onSuccess: home })
  }
  return (
    <section className="stack">
      <div><h1>{t('start.file.title')}</h1><p className="soft">{t('start.file.lead')}</p></div>
      {open.isError && <Problem error={open.error} />}
      {bridge.shell === 'electron'
        ? <div><Button onClick={() => void pick()} loading={open.isPending}>{t('start.file.pick')}</Button></div>
        : (
          <form className="stack" onSubmit={submit} noValidate>
            <TextField
              id="open-path" label={t('start.file.path')} value={path} onChange={setPath} autoFocus width="44rem"
              help={t('start.file.pathHelp', { example: joinPath(folder.data?.path ?? '', t('start.file.example')) })} error={missing ? t('start.file.pathMissing') : undefined}
            />
            <div><Button type="submit" loading={open.isPending}>{t('start.file.open')}</Button></div>
          </form>
        )}
      <p className="note">{t('start.file.heldNote')}</p>
    </section>
  )
}
