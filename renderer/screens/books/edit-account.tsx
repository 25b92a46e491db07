import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'

/** Opens an account, or gives one another label; its number stays for ever. */
export function EditAccount({ account }: { readonly account?: { readonly number: string; readonly label: string; readonly closedOn: string | null } }) {
  const t = useWords()
  const { entity, today } = useSession()
  const [opened, setOpened] = useState(false)
  const [number, setNumber] = useState(account?.number ?? '')
  const [label, setLabel] = useState(account?.label ?? '')
  const [closed, setClosed] = useState(account?.closedOn !== null && account !== undefined)
  const record = useCommand('account.record')
  const submit = (): void => record.mutate(
    { entity, number: number.trim(), label, ...(closed ? { closedOn: account?.closedOn ?? today } : {}) }, { onSuccess: () => setOpened(false) },
  )
  return (
    <>
      <Pill onClick={() => setOpened(true)}>{t(account ? 'accounts.edit' : 'accounts.add')}</Pill>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t(account ? 'accounts.edit' : 'accounts.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); submit() }}>
          {record.isError && <Problem error={record.error} />}
          {!account && <TextField id="account-number" label={t('accounts.number')} value={number} onChange={setNumber} help={t('accounts.number.help')} autoFocus />}
          <TextField id="account-label" label={t('accounts.label')} value={label} onChange={setLabel} />
          {account && <label className="row"><input type="checkbox" checked={closed} onChange={(event) => setClosed(event.currentTarget.checked)} />{t('accounts.close')}</label>}
          <div><Button type="submit" loading={record.isPending}>{t('common.save')}</Button></div>
        </form>
      </Modal>
    </>
  )
}
