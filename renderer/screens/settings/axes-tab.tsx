import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { type Books, useSession } from '../../session.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { codeOf } from '../first-run/names.ts'
import { errorAt, formErrors } from '../form-errors.ts'
import { ClosedField, closing, RecordForm } from './record-form.tsx'
import { RecordList } from './record-list.tsx'

type Value = Books['axes'][number]
type Axis = Value['axis']
const FIELDS = { 'invalid_input:code': 'axis-code', axis_code_invalid: 'axis-code', label_missing: 'axis-label', text_too_long: 'axis-label', date_impossible: 'axis-closed' }

/** Projects and funders: what a line was for, and who pays for it. */
export function AxesTab() {
  const t = useWords()
  const { books } = useSession()
  return (
    <RecordList
      title={t('settings.tab.axes')} text={t('settings.axes.text')} rows={books.axes} words={wordsOf} closed={isClosed} addLabel={t('settings.axes.add')}
      panelTitle={(value) => value?.label ?? t('settings.axes.add')} empty={{ title: t('settings.axes.none'), text: t('settings.axes.noneText') }}
      columns={[
        { key: 'axis', header: t('settings.column.kind'), track: '9rem', cell: (value) => t(`axis.${value.axis}`) },
        { key: 'code', header: t('settings.column.code'), track: '9rem', cell: (value) => value.code },
        { key: 'label', header: t('settings.column.name'), track: 'minmax(14rem, 1fr)', cell: (value) => value.label },
        { key: 'closed', header: t('settings.column.state'), track: '12rem', cell: (value) => (value.closedOn ? t('settings.closedSince', { date: t.date(value.closedOn) }) : t('settings.inUse')) },
      ]}
      form={(value, close) => <AxisForm value={value} onClose={close} />}
    />
  )
}

const wordsOf = (value: Value): string => `${value.code} ${value.label}`
const isClosed = (value: Value): boolean => value.closedOn !== null

function AxisForm({ value, onClose }: { readonly value: Value | undefined; readonly onClose: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  const record = useCommand('axis.record')
  const [axis, setAxis] = useState<Axis>(value?.axis ?? 'project')
  const [label, setLabel] = useState(value?.label ?? '')
  const [ownCode, setCode] = useState<string | null>(value?.code ?? null)
  const [closedOn, setClosedOn] = useState(value?.closedOn ?? null)
  const code = ownCode ?? codeOf(label)
  const errors = formErrors(t, record.error, FIELDS)
  return (
    <RecordForm errors={errors} busy={record.isPending} onClose={onClose} onSubmit={() => record.mutate({ entity, axis, code: code.trim(), label, ...closing(closedOn) }, { onSuccess: onClose })}>
      {!value && <SelectField id="axis-axis" label={t('settings.column.kind')} value={axis} onChange={setAxis} options={(['project', 'funder'] as const).map((each) => ({ value: each, label: t(`axis.${each}`) }))} help={t('settings.axes.kindHelp')} />}
      <TextField id="axis-label" label={t('settings.column.name')} value={label} onChange={setLabel} error={errorAt(errors, 'axis-label')} autoFocus />
      {!value && <TextField id="axis-code" label={t('settings.column.code')} value={code} onChange={setCode} help={t('settings.axes.codeHelp')} error={errorAt(errors, 'axis-code')} width="16rem" />}
      {value && <ClosedField id="axis-closed" closedOn={closedOn} onChange={setClosedOn} />}
    </RecordForm>
  )
}
