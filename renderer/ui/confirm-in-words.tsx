import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import { inputClass } from './field.tsx'

/** Asks before what cannot be taken back, saying what will happen; the button repeats the verb. An optional reason is asked in the same gesture. */
export function ConfirmInWords({ opened, title, children, action, onConfirm, onClose, reasonLabel, busy = false }: {
  readonly opened: boolean
  readonly title: string
  readonly children: ReactNode
  readonly action: string
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
  /** Label of the reason to be given; none asked when absent. */
  readonly reasonLabel?: string
  readonly busy?: boolean
}) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); onConfirm(reason.trim()) }}>
        <div>{children}</div>
        {reasonLabel && <ReasonField label={reasonLabel} value={reason} onChange={setReason} />}
        <div className="row">
          <Button type="submit" loading={busy} disabled={reasonLabel !== undefined && reason.trim() === ''}>{action}</Button>
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}

function ReasonField({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <label className="stack" style={{ gap: 4 }}>
      <span style={{ fontWeight: 600, fontSize: 'var(--size-note)' }}>{label}</span>
      <input className={inputClass} value={value} onChange={(event) => onChange(event.currentTarget.value)} data-autofocus autoComplete="off" maxLength={500} />
    </label>
  )
}
