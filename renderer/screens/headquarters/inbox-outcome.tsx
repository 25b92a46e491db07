import { useState } from 'react'
import type { TakenPli } from '../../../core/sync/pli.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { Switcher } from '../../ui/switcher.tsx'
import { TakenList } from '../exchange-plis/taken-list.tsx'

const OUTCOMES = ['refused', 'waiting', 'taken', 'known'] as const satisfies readonly TakenPli['outcome'][]
const SHOWN = 200

/** What came of each file: those refused or waiting first, since they ask for something. */
export function InboxOutcome({ plis, passedOver }: { readonly plis: readonly TakenPli[]; readonly passedOver: number }) {
  const t = useWords()
  const count = (outcome: TakenPli['outcome']): number => plis.filter((pli) => pli.outcome === outcome).length
  const [chosen, setChosen] = useState<TakenPli['outcome'] | null>(null)
  const shown = chosen ?? OUTCOMES.find((outcome) => count(outcome) > 0) ?? 'taken'
  const listed = plis.filter((pli) => pli.outcome === shown)
  return (
    <>
      <Done>
        <strong>{t('hq.inbox.done', { taken: count('taken'), known: count('known'), waiting: count('waiting'), refused: count('refused') })}</strong>
        {passedOver > 0 && <p>{t('hq.inbox.passedOver', { count: passedOver })}</p>}
      </Done>
      {plis.length > 0 && (
        <Card title={t('plis.outcome')}>
          <div className="row" style={{ marginBlock: 8 }}><Switcher label={t('plis.outcome')} value={shown} onChange={setChosen} options={OUTCOMES.map((value) => ({ value, label: `${t(`taken.${value}`)} (${t.count(count(value))})` }))} /></div>
          <TakenList plis={listed.slice(0, SHOWN)} />
          {listed.length > SHOWN && <p className="note">{t('hq.inbox.more', { count: listed.length - SHOWN })}</p>}
        </Card>
      )}
    </>
  )
}
