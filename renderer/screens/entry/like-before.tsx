import { useEffect, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import { call } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { Pill } from '../../ui/pill.tsx'
import { copyOf } from './copy-entry.ts'
import { type FormBody, type FormLine, isEmptyLine } from './form-body.ts'

/** A label met before proposes the whole entry that had it; taken by a key, never by itself. */
export function LikeBefore({ body, onTake }: { readonly body: FormBody; readonly onTake: (lines: readonly FormLine[]) => void }) {
  const t = useWords()
  const { entity } = useSession()
  const [wanted, setWanted] = useState('')
  const empty = body.lines.every(isEmptyLine)
  const label = body.label.trim()
  useEffect(() => {
    const timer = setTimeout(() => setWanted(empty && label.length > 2 ? label : ''), 250)
    return () => clearTimeout(timer)
  }, [label, empty])
  const found = useApi('search', wanted === '' ? undefined : { entity, text: wanted, limit: 5 })
  const like = wanted === '' || !empty ? undefined : found.data?.find((entry) => entry.reverses === null && entry.nature === 'ordinary' && foldText(entry.label).startsWith(foldText(wanted)))
  if (!like) return null
  const take = async (): Promise<void> => {
    const entry = await call('entry.get', { entity, id: like.id })
    onTake(copyOf(entry, body).lines)
    requestAnimationFrame(() => document.getElementById('line-0-debitCents')?.focus())
  }
  return <Pill look="link" onClick={() => void take()}>{t('entry.like', { label: like.label, date: t.date(like.date, 'dayMonth') })}</Pill>
}
