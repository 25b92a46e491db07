import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import type { Input } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Problem } from '../../ui/problem.tsx'
import type { Party } from './parties.tsx'

/** A short code out of a name: `Brasserie de la Senne` → `BRASSERIE`, made different from those in use. */
function partyCodeFrom(name: string, used: ReadonlySet<string>): string {
  const word = foldText(name).replace(/[^a-z0-9 ]+/gu, '').trim().split(/\s+/u)[0] ?? ''
  const stem = (word === '' ? 'TIERS' : word.toUpperCase()).slice(0, 12)
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? stem : `${stem}${number}`
    if (!used.has(code)) return code
  }
}

/** Creates or changes a client or a supplier; the code is proposed, and stays once given. */
export function PartyForm({ party, onClose }: { readonly party: Party | undefined; readonly onClose: () => void }) {
  const t = useWords()
  const { entity, books } = useSession()
  const record = useCommand('party.record')
  const [name, setName] = useState(party?.name ?? '')
  const [code, setCode] = useState<string | null>(party?.code ?? null)
  const [kind, setKind] = useState<Party['kind']>(party?.kind ?? 'customer')
  const [vatNumber, setVatNumber] = useState(party?.vatNumber ?? '')
  const [iban, setIban] = useState(party?.iban ?? '')
  const [email, setEmail] = useState(party?.email ?? '')
  const [address, setAddress] = useState(party?.address ?? '')
  const proposed = code ?? partyCodeFrom(name, new Set(books.parties.map((each) => each.code)))
  const submit = (): void => {
    const filled = Object.fromEntries(Object.entries({ vatNumber, iban, email, address }).filter(([, value]) => value.trim() !== ''))
    const input: Input<'party.record'> = { entity, code: proposed, name, kind, ...filled, ...(party?.closedOn ? { closedOn: party.closedOn } : {}) }
    record.mutate(input, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={t(party ? 'parties.edit' : 'parties.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); submit() }}>
        {record.isError && <Problem error={record.error} />}
        <TextField id="party-name" label={t('parties.name')} value={name} onChange={setName} autoFocus />
        {!party && <TextField id="party-code" label={t('parties.code')} value={proposed} onChange={setCode} help={t('parties.code.help')} width="14rem" />}
        <SelectField id="party-kind" label={t('parties.kind')} value={kind} onChange={setKind} options={(['customer', 'supplier', 'both', 'other'] as const).map((value) => ({ value, label: t(`party.kind.${value}`) }))} />
        <TextField id="party-vat" label={t('parties.vat')} value={vatNumber} onChange={setVatNumber} optional />
        <TextField id="party-iban" label={t('parties.iban')} value={iban} onChange={setIban} optional />
        <TextField id="party-email" label={t('parties.email')} value={email} onChange={setEmail} optional type="email" />
        <TextField id="party-address" label={t('parties.address')} value={address} onChange={setAddress} optional />
        <div><Button type="submit" loading={record.isPending} disabled={name.trim() === ''}>{t('common.save')}</Button></div>
      </form>
    </Modal>
  )
}
