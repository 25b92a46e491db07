import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { type Books, useSession } from '../../session.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { ClosedField, closing, RecordForm } from './record-form.tsx'
import { RecordList } from './record-list.tsx'

type Journal = Books['journals'][number]
type Kind = Journal['kind']
const KINDS: readonly Kind[] = ['sales', 'purchases', 'bank', 'cash', 'general', 'opening', 'closing']
const FIELDS = { 'invalid_input:code': 'journal-code', journal_code_invalid: 'journal-code', label_missing: 'journal-label', text_too_long: 'journal-label', journal_kind_unknown: 'journal-kind', date_impossible: 'journal-closed' }

export function JournalsTab() {
  const t = useWords()
  const { books } = useSession()
  return (
    <RecordList
      title={t('settings.tab.journals')} text={t('settings.journals.text')} rows={books.journals} words={wordsOf} closed={isClosed} addLabel={t('settings.journals.add')}
      panelTitle={(journal) => (journal ? `${journal.code} ${journal.label}` : t('settings.journals.add'))} empty={{ title: t('settings.journals.none'), text: t('settings.journals.text') }}
      columns={[
        { key: 'code', header: t('settings.column.code'), track: '7rem', cell: (journal) => journal.code },
        { key: 'label', header: t('settings.column.name'), track: 'minmax(12rem, 1fr)', cell: (journal) => journal.label },
        { key: 'kind', header: t('settings.column.kind'), track: '12rem', cell: (journal) => t(`journal.kind.${journal.kind}`) },
        { key: 'closed', header: t('settings.column.state'), track: '12rem', cell: (journal) => (journal.closedOn ? t('settings.closedSince', { date: t.date(journal.closedOn) }) : t('settings.inUse')) },
      ]}
      form={(journal, close) => <JournalForm journal={journal} onClose={close} />}
    />
  )
}

const wordsOf = (journal: Journal): string => `${journal.code} ${journal.label}`
const isClosed = (journal: Journal): boolean => journal.closedOn !== null

function JournalForm({ journal, onClose }: { readonly journal: Journal | undefined; readonly onClose: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  const record = useCommand('journal.record')
  const [code, setCode] = useState(journal?.code ?? '')
  const [label, setLabel] = useState(journal?.label ?? '')
  const [kind, setKind] = useState<Kind>(journal?.kind ?? 'general')
  const [closedOn, setClosedOn] = useState(journal?.closedOn ?? null)
  const errors = formErrors(t, record.error, FIELDS)
  return (
    <RecordForm errors={errors} busy={record.isPending} onClose={onClose} onSubmit={() => record.mutate({ entity, code: code.trim(), label, kind, ...closing(closedOn) }, { onSuccess: onClose })}>
      {!journal && <TextField id="journal-code" label={t('settings.column.code')} value={code} onChange={setCode} help={t('settings.journals.codeHelp')} error={errorAt(errors, 'journal-code')} autoFocus width="12rem" />}
      <TextField id="journal-label" label={t('settings.column.name')} value={label} onChange={setLabel} error={errorAt(errors, 'journal-label')} />
      <SelectField id="journal-kind" label={t('settings.column.kind')} value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: t(`journal.kind.${value}`) }))} help={t('settings.journals.kindHelp')} />
      {journal && <ClosedField id="journal-closed" closedOn={closedOn} onChange={setClosedOn} />}
    </RecordForm>
  )
}
