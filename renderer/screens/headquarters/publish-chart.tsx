import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Warning } from '../../ui/warning.tsx'
import { formErrors } from '../form-errors.ts'
import { RecordForm } from '../settings/record-form.tsx'
import trust from '../trust/trust.module.css'
import { jsonOf } from './json-file.ts'

interface Chosen { readonly name: string; readonly content: Readonly<Record<string, unknown>> }

/** A chart of accounts in a file: what it holds is said, then it stands for the one of the same name everywhere. */
export function PublishChart({ onClose }: { readonly onClose: () => void }) {
  const t = useWords()
  const { entities } = useSession()
  const publish = useCommand('chart.publish')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [unread, setUnread] = useState<'json' | 'chart' | null>(null)
  const [edition, setEdition] = useState('')
  const errors = formErrors(t, publish.error, { chart_edition_missing: 'chart-edition' })
  const chart = typeof chosen?.content['id'] === 'string' ? chosen.content['id'] : ''
  const accounts = Array.isArray(chosen?.content['accounts']) ? chosen.content['accounts'].length : 0
  const read = async (file: File | undefined): Promise<void> => {
    const content = file && await jsonOf(file)
    const isChart = content !== undefined && typeof content['id'] === 'string' && Array.isArray(content['accounts']) && content['accounts'].length > 0
    setUnread(content === undefined ? 'json' : isChart ? null : 'chart')
    setChosen(file && content && isChart ? { name: file.name, content } : null)
    if (typeof content?.['edition'] === 'string') setEdition(content['edition'])
  }
  const submit = (): void => { if (chosen) publish.mutate({ chart, edition: edition.trim(), content: chosen.content }, { onSuccess: onClose }) }
  return (
    <div className="stack">
      <FileDrop compact accept=".json" help={t('hq.chart.file')} onFiles={(files) => void read(files[0])} />
      {unread && <Warning title={t('hq.file.unread')}>{t(unread === 'json' ? 'hq.file.unread.text' : 'hq.chart.unread.text')}</Warning>}
      {chosen && (
        <RecordForm errors={errors} busy={publish.isPending} onSubmit={submit} onClose={onClose} action={t('hq.publish')}>
          <TextField id="chart-edition" label={t('hq.chart.edition')} value={edition} onChange={setEdition} />
          <div className={trust['effect']}><ul><li>{t('hq.chart.holds', { file: chosen.name, chart, count: accounts })}</li><li>{t('hq.chart.effect', { count: entities.filter((each) => each.chart === chart).length })}</li></ul></div>
        </RecordForm>
      )}
    </div>
  )
}
