import { Button } from '@mantine/core'
import type { Output } from '../../client.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading } from '../../session.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Warning } from '../../ui/warning.tsx'
import { useLongCall } from '../../use-long-call.ts'

const SHOWN = 20

/** Every figure worked out again from the signed facts, and the proof said in words. */
export function VerifyBooks() {
  const t = useWords()
  const verify = useLongCall('verify')
  return (
    <Card title={t('verify.title')}>
      <div className="stack">
        <p className="soft">{t('verify.text')}</p>
        {verify.error ? <Problem error={verify.error} /> : null}
        {verify.data && <Proof found={verify.data} />}
        {verify.pending
          ? <ProgressBar step={verify.progress ?? { step: 'verifying', done: 0, total: 0 }} onCancel={verify.cancel} />
          : <div><Button variant="default" onClick={() => void verify.start({ full: true })}>{verify.data ? t('verify.again') : t('verify.run')}</Button></div>}
      </div>
    </Card>
  )
}

function Proof({ found }: { readonly found: Output<'verify'> }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  if (!found.ok) {
    return (
      <Warning title={t('verify.wrong', { count: found.problems.length })}>
        {t('verify.wrong.next')}
        <ul>{found.problems.slice(0, SHOWN).map((problem, at) => <li key={at}>{sentence(t, problem)}</li>)}</ul>
        {found.problems.length > SHOWN && <p>{t('verify.more', { count: found.problems.length - SHOWN })}</p>}
      </Warning>
    )
  }
  return (
    <Done>
      <strong>{t('verify.right')}</strong>
      <p>{t('verify.right.text', { entries: found.entries, facts: found.facts })}</p>
      {expert && <Heads />}
    </Done>
  )
}

/** The head of each chain: quoted elsewhere, it proves later that nothing before it was changed. */
function Heads() {
  const t = useWords()
  const heads = useApi('chain.heads', {})
  if (!heads.data || heads.data.length === 0) return null
  return (
    <>
      <p className="note">{t('verify.heads')}</p>
      <PlainTable
        label={t('verify.heads.table')} rows={heads.data} rowKey={(head) => `${head.entity}${head.author}`}
        columns={[
          { key: 'device', header: t('verify.column.device'), cell: (head) => head.device },
          { key: 'sequence', header: t('verify.column.facts'), number: true, cell: (head) => t.count(head.sequence) },
          { key: 'hash', header: t('verify.column.hash'), cell: (head) => <code title={head.hash}>{head.hash.slice(0, 16)}…</code> },
        ]}
      />
    </>
  )
}
