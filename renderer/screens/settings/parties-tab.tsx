import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { type Books, useSession } from '../../session.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { codeOf } from '../first-run/names.ts'
import { errorAt, formErrors } from '../form-errors.ts'
import { ClosedField, closing, filled, RecordForm } from './record-form.tsx'
import { RecordList } from './record-list.tsx'

type Party = Books['parties'][number]
type Kind = Party['kind']
const KINDS: readonly Kind[] = ['customer', 'supplier', 'both', 'other']
const FIELDS = { 'invalid_input:code': 'party-code', party_code_invalid: 'party-code', label_missing: 'party-name', text_too_long: 'party-name', party_kind_unknown: 'party-kind', date_impossible: 'party-closed' }

export function PartiesTab() {
  const t = useWords()
  const { books } = useSession()
  return (
    <RecordList
      title={t('settings.tab.parties')} text={t('settings.parties.text')} rows={books.parties} words={wordsOf} closed={isClosed} addLabel={t('settings.parties.add')}
      panelTitle={(party) => party?.name ?? t('settings.parties.add')} empty={{ title: t('settings.parties.none'), text: t('settings.parties.noneText') }}
      columns={[
        { key: 'code', header: t('settings.column.code'), track: '8rem', cell: (party) => party.code },
        { key: 'name', header: t('settings.column.name'), track: 'minmax(14rem, 1fr)', cell: (party) => party.name },
        { key: 'kind', header: t('settings.column.kind'), track: '12rem', cell: (party) => t(`settings.party.${party.kind}`) },
        { key: 'vat', header: t('settings.parties.vat'), track: '11rem', cell: (party) => party.vatNumber },
      ]}
      form={(party, close) => <PartyForm party={party} onClose={close} />}
    />
  )
}

const wordsOf = (party: Party): string => `${party.code} ${party.name} ${party.vatNumber ?? ''}`
const isClosed = (party: Party): boolean => party.closedOn !== null

function PartyForm({ party, onClose }: { readonly party: Party | undefined; readonly onClose: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  const record = useCommand('party.record')
  const [name, setName] = useState(party?.name ?? '')
  const [ownCode, setCode] = useState<string | null>(party?.code ?? null)
  const [kind, setKind] = useState<Kind>(party?.kind ?? 'customer')
  const [more, setMore] = useState({ vatNumber: party?.vatNumber ?? '', iban: party?.iban ?? '', email: party?.email ?? '', address: party?.address ?? '' })
  const [closedOn, setClosedOn] = useState(party?.closedOn ?? null)
  const code = ownCode ?? codeOf(name)
  const errors = formErrors(t, record.error, FIELDS)
  const set = (field: keyof typeof more) => (text: string) => setMore({ ...more, [field]: text })
  return (
    <RecordForm errors={errors} busy={record.isPending} onClose={onClose} onSubmit={() => record.mutate({ entity, code: code.trim(), name, kind, ...filled(more), ...closing(closedOn) }, { onSuccess: onClose })}>
      <TextField id="party-name" label={t('settings.column.name')} value={name} onChange={setName} error={errorAt(errors, 'party-name')} autoFocus />
      {!party && <TextField id="party-code" label={t('settings.column.code')} value={code} onChange={setCode} help={t('settings.parties.codeHelp')} error={errorAt(errors, 'party-code')} width="16rem" />}
      <SelectField id="party-kind" label={t('settings.column.kind')} value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: t(`settings.party.${value}`) }))} />
      <TextField id="party-vat" label={t('settings.parties.vat')} value={more.vatNumber} onChange={set('vatNumber')} optional />
      <TextField id="party-iban" label={t('settings.parties.iban')} value={more.iban} onChange={set('iban')} optional />
      <TextField id="party-email" label={t('settings.parties.email')} value={more.email} onChange={set('email')} optional type="email" />
      <TextField id="party-address" label={t('settings.parties.address')} value={more.address} onChange={set('address')} optional />
      {party && <ClosedField id="party-closed" closedOn={closedOn} onChange={setClosedOn} />}
    </RecordForm>
  )
}
