import { useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Warning } from '../../ui/warning.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { RecordForm } from '../settings/record-form.tsx'
import { changesOf, type Content, contentOf, type ContentRow, rowsOf } from './content-rows.ts'
import { ContentEditor } from './content-editor.tsx'
import type { Published } from './parameters.tsx'
import { jsonOf } from './json-file.ts'
import { ChangeList } from './change-list.tsx'

const FIELDS = { parameters_name_invalid: 'parameters-name', date_impossible: 'parameters-from', 'invalid_input:name': 'parameters-name' }

/** A new version of parameters: from a file or typed, what it changes said before it is published. Nothing published is ever taken back. */
export function PublishParameters({ from, known, onClose }: { readonly from: Published | undefined; readonly known: readonly Published[]; readonly onClose: () => void }) {
  const t = useWords()
  const { today } = useSession()
  const publish = useCommand('parameters.publish')
  const [name, setName] = useState(from?.name ?? '')
  const [validFrom, setValidFrom] = useState<CalendarDate>(from?.validFrom ?? today)
  const [note, setNote] = useState('')
  const [rows, setRows] = useState<readonly ContentRow[]>(() => rowsOf((from?.content ?? {}) as Content))
  const [unread, setUnread] = useState(false)
  const content = contentOf(rows)
  const before = known.findLast((row) => row.name === name.trim() && row.validFrom <= validFrom)
  const changes = changesOf(before?.content as Content | undefined, content)
  const errors = formErrors(t, publish.error, FIELDS)
  const read = async (file: File | undefined): Promise<void> => {
    const found = file && await jsonOf(file)
    setUnread(!found)
    if (found) setRows(rowsOf(found as Content))
  }
  const submit = (): void => publish.mutate({ name: name.trim(), validFrom, content, ...(note.trim() === '' ? {} : { note: note.trim() }) }, { onSuccess: onClose })
  return (
    <RecordForm errors={errors} busy={publish.isPending} onSubmit={submit} onClose={onClose} action={t('hq.publish')} effect={t('hq.parameters.effect', { date: t.date(validFrom, 'long') })}>
      <TextField id="parameters-name" label={t('hq.parameters.name')} help={t('hq.parameters.name.help')} value={name} onChange={setName} error={errorAt(errors, 'parameters-name')} />
      <Field id="parameters-from" label={t('hq.parameters.from')} error={errorAt(errors, 'parameters-from')}><DateField id="parameters-from" date={validFrom} near={today} today={today} onChange={setValidFrom} /></Field>
      <TextField id="parameters-note" label={t('hq.parameters.note')} help={t('hq.parameters.note.help')} value={note} onChange={setNote} optional />
      <FileDrop compact accept=".json" help={t('hq.parameters.file')} onFiles={(files) => void read(files[0])} />
      {unread && <Warning title={t('hq.file.unread')}>{t('hq.file.unread.text')}</Warning>}
      <ContentEditor rows={rows} onChange={setRows} />
      <ChangeList changes={changes} before={before?.validFrom} />
    </RecordForm>
  )
}
