import { Button } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Addressee } from '../../../core/workspace.ts'
import { compareText } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useFile } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { indexChoices, searchChoices } from '../../ui/search-index.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import styles from './plis.module.css'
import { SendPreview } from './send-preview.tsx'

const SHOWN = 100

/** For whom, then what leaves and who will read it, then the file. */
export function SendTab() {
  const t = useWords()
  const { mayWrite } = useFile()
  const { to } = useSearch({ strict: false }) as { to?: string }
  const addressees = useApi('pli.addressees', {})
  if (addressees.isError) return <KeyProblem error={addressees.error} onRetry={() => void addressees.refetch()} />
  if (!addressees.data) return <Skeleton lines={6} />
  if (addressees.data.length === 0) return <EmptyState title={t('plis.nobody')} text={t('plis.nobody.text')} action={mayWrite && <Button component={Link} to="/join">{t('nav.join')}</Button>} />
  // Most plis are for headquarters: it is chosen until another is.
  const chosen = addressees.data.find((each) => each.to === to) ?? (to === undefined ? (addressees.data.find((each) => each.kind === 'headquarters') ?? (addressees.data.length === 1 ? addressees.data[0] : undefined)) : undefined)
  return (
    <div className={styles['pickers']}>
      <Card title={t('plis.forWhom')}><People addressees={addressees.data} chosen={chosen} /></Card>
      {chosen ? <SendPreview key={chosen.to} addressee={chosen} /> : <p className="soft">{t('plis.choose')}</p>}
    </div>
  )
}

function People({ addressees, chosen }: { readonly addressees: readonly Addressee[]; readonly chosen: Addressee | undefined }) {
  const t = useWords()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const index = useMemo(() => indexChoices(addressees.map((each) => ({ value: each.to, label: each.name }))), [addressees])
  const shown = useMemo(() => {
    if (text.trim() === '') return addressees.toSorted((a, b) => Number(b.kind === 'headquarters') - Number(a.kind === 'headquarters') || compareText(t.language, a.name, b.name))
    const byCode = new Map(addressees.map((each) => [each.to, each]))
    return searchChoices(index, text, [], SHOWN).flatMap((choice) => byCode.get(choice.value) ?? [])
  }, [addressees, index, text, t.language])
  // Chosen by an address, it may stand far down the list.
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => { list.current?.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest' }) }, [chosen])
  return (
    <div className="stack" style={{ gap: 8 }}>
      {addressees.length > 8 && <input className={inputClass} value={text} aria-label={t('common.search')} placeholder={t('plis.search')} onChange={(event) => setText(event.currentTarget.value)} />}
      <ul className={styles['people']} ref={list}>
        {shown.slice(0, SHOWN).map((each) => (
          <li key={each.to}>
            <button type="button" aria-pressed={each === chosen} onClick={() => void navigate({ to: '/plis', search: { tab: 'send', to: each.to } })}>
              <span>{each.kind === 'headquarters' ? t('plis.headquarters', { name: each.name }) : each.name}</span>
              <span className="note">{[each.facts > 0 ? t('plis.new', { count: each.facts }) : t('plis.nothingNew'), ...(each.lastMadeAt === null ? [] : [t('plis.lastMade', { when: t.instant(each.lastMadeAt) })])].join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length > SHOWN && <span className="note">{t('plis.more', { count: shown.length - SHOWN })}</span>}
    </div>
  )
}
