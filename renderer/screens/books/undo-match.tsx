import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'

/** The letter of matched lines; opens the way to undo it, said in words first. */
export function UndoMatch({ account, match }: { readonly account: string; readonly match: string }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const [asking, setAsking] = useState(false)
  const undo = useCommand('match.undo')
  if (!canWrite) return <>{match}</>
  return (
    <>
      <Pill look="dotted" onClick={() => setAsking(true)} aria-label={t('ledger.unmatch', { code: match })} tabIndex={-1}>{match}</Pill>
      {asking && (
        <ConfirmInWords opened onClose={() => setAsking(false)} title={t('ledger.unmatch', { code: match })} action={t('ledger.unmatch', { code: match })} busy={undo.isPending} onConfirm={() => undo.mutate({ entity, account, match }, { onSuccess: () => setAsking(false) })}>
          <p>{t('ledger.unmatch.text', { code: match })}</p>
          {undo.isError && <Problem error={undo.error} />}
        </ConfirmInWords>
      )}
    </>
  )
}
