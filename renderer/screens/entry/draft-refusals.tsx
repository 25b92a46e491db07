import { Link } from '@tanstack/react-router'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Problem, refusalsOf } from '../../ui/problem.tsx'
import { Warning } from '../../ui/warning.tsx'
import type { Draft } from './draft-selection.ts'

const SHOWN = 20

/** Why a selection was refused, draft by draft, each a way to mend it; nothing of it was done. */
export function DraftRefusals({ error, drafts }: { readonly error: unknown; readonly drafts: readonly Draft[] }) {
  const t = useWords()
  const refused = refusalsOf(error)
  if (refused.length === 0) return <Problem error={error} />
  const labelOf = (id: unknown): string => drafts.find((each) => each.id === id)?.body.label || t('entry.draft.unnamed')
  return (
    <div role="alert">
      <Warning title={t('drafts.refused', { count: new Set(refused.map((each) => each['draft'])).size })}>
        <p>{t('drafts.refused.text')}</p>
        <ul>
          {refused.slice(0, SHOWN).map((refusal, at) => (
            <li key={at}>{typeof refusal['draft'] === 'string' && <><Link to="/entry" search={{ draft: refusal['draft'] }}>{labelOf(refusal['draft'])}</Link>{' : '}</>}{sentence(t, refusal)}</li>
          ))}
        </ul>
        {refused.length > SHOWN && <p className="note">{t('drafts.refused.more', { count: refused.length - SHOWN })}</p>}
      </Warning>
    </div>
  )
}
