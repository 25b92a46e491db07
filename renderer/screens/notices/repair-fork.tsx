import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useFile } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { KeyProblem } from '../trust/key-problem.tsx'

/** A restored copy that went on: what it wrote apart is booked again in a new file, which then asks to join. */
export function RepairFork() {
  const t = useWords()
  const { workspace, mayWrite } = useFile()
  const navigate = useNavigate()
  const repair = useLongCall('fork.repair')
  const [newPath, setNewPath] = useState(() => workspace.path.replace(/(\.archipel)?$/u, ` ${t('repair.suffix')}.archipel`))
  const run = async (): Promise<void> => {
    if (await repair.start({ newPath: newPath.trim() })) void navigate({ to: '/join', search: { e: undefined, p: undefined } as never })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void run()
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p>{t('repair.text')}</p>
      <ul><li>{t('repair.new')}</li><li>{t('repair.again')}</li><li>{t('repair.join')}</li></ul>
      {repair.error ? <KeyProblem error={repair.error} onRetry={() => void run()} /> : null}
      <TextField id="repair-path" label={t('repair.path')} value={newPath} onChange={setNewPath} />
      {repair.pending ? <ProgressBar step={repair.progress} /> : <div><Button type="submit" disabled={!mayWrite || newPath.trim() === ''}>{t('repair.do')}</Button></div>}
    </form>
  )
}
