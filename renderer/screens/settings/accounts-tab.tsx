import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { type Books, useSession } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { ClosedField, closing, RecordForm } from './record-form.tsx'
import { RecordList } from './record-list.tsx'
import styles from './settings.module.css'

type Account = Books['accounts'][number]
const FIELDS = { 'invalid_input:number': 'account-number', account_number_invalid: 'account-number', label_missing: 'account-label', text_too_long: 'account-label', date_impossible: 'account-closed' }

/** Accounts these books have opened; the others of the chart on demand, ready to be opened. */
export function AccountsTab() {
  const t = useWords()
  const { books } = useSession()
  const [all, setAll] = useState(false)
  const rows = all ? books.accounts : books.accounts.filter((account) => account.opened)
  return (
    <RecordList
      title={t('settings.tab.accounts')} text={t('settings.accounts.text')} rows={rows} words={wordsOf} closed={isClosed} addLabel={t('settings.accounts.add')}
      panelTitle={(account) => (account ? `${account.number} ${account.label}` : t('settings.accounts.add'))} empty={{ title: t('settings.accounts.none'), text: t('settings.accounts.noneText') }}
      extra={<label className={styles['check']}><input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />{t('settings.accounts.all')}</label>}
      columns={[
        { key: 'number', header: t('settings.column.number'), track: '8rem', cell: (account) => account.number },
        { key: 'label', header: t('settings.column.name'), track: 'minmax(14rem, 1fr)', cell: (account) => account.label },
        {
          key: 'state', header: t('settings.column.state'), track: '14rem',
          cell: (account) => (account.closedOn ? t('settings.closedSince', { date: t.date(account.closedOn) }) : account.opened ? t('settings.inUse') : <span className="soft">{t('settings.accounts.proposed')}</span>),
        },
      ]}
      form={(account, close) => <AccountForm account={account} onClose={close} />}
    />
  )
}

const wordsOf = (account: Account): string => `${account.number} ${account.label}`
const isClosed = (account: Account): boolean => account.closedOn !== null

function AccountForm({ account, onClose }: { readonly account: Account | undefined; readonly onClose: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  const record = useCommand('account.record')
  const [number, setNumber] = useState(account?.number ?? '')
  const [label, setLabel] = useState(account?.label ?? '')
  const [closedOn, setClosedOn] = useState(account?.closedOn ?? null)
  const errors = formErrors(t, record.error, FIELDS)
  return (
    <RecordForm
      errors={errors} busy={record.isPending} onClose={onClose} onSubmit={() => record.mutate({ entity, number: number.trim(), label, ...closing(closedOn) }, { onSuccess: onClose })}
      {...(account && !account.opened ? { action: t('settings.accounts.open') } : {})}
    >
      {!account && <TextField id="account-number" label={t('settings.column.number')} value={number} onChange={setNumber} help={t('settings.accounts.numberHelp')} error={errorAt(errors, 'account-number')} autoFocus width="14rem" />}
      <TextField id="account-label" label={t('settings.column.name')} value={label} onChange={setLabel} error={errorAt(errors, 'account-label')} />
      {account?.opened && <ClosedField id="account-closed" closedOn={closedOn} onChange={setClosedOn} />}
      {account?.opened && <p><Link to="/account/$number" params={{ number: account.number }}>{t('settings.accounts.see')}</Link></p>}
    </RecordForm>
  )
}
