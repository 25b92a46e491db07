import { useMemo, useState } from 'react'
import type { Refusal } from '../../../core/kernel/result.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import styles from './import.module.css'

const AT_TOP = 5

/** Problems of a file: the first of each kind in full at the top, all of them in a list by line, whole sentences in the side panel. */
export function ProblemList({ title, text, problems, urgent = false }: { readonly title: string; readonly text?: string; readonly problems: readonly Refusal[]; readonly urgent?: boolean }) {
  const t = useWords()
  const [opened, setOpened] = useState<Refusal | null>(null)
  const kinds = useMemo(() => kindsOf(problems), [problems])
  const reasonOf = ({ line: _line, ...problem }: Refusal): string => sentence(t, problem as Refusal)
  const said = (problem: Refusal): string => sentence(t, problem)
  return (
    <section className={urgent ? `${styles['problems']} ${styles['urgent']}` : styles['problems']} role={urgent ? 'alert' : undefined}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      <ul>{kinds.slice(0, AT_TOP).map(({ first, count }) => <li key={first.code}>{said(first)}{count > 1 && <strong> {t('import.sameKind', { count: count - 1 })}</strong>}</li>)}</ul>
      {problems.length > Math.min(kinds.length, AT_TOP) && (
        <VirtualTable
          label={title} count={problems.length} rowAt={(index) => problems[index]} onOpen={setOpened} height="20rem"
          columns={[
            { key: 'line', header: t('import.column.line'), track: '5rem', number: true, cell: (problem) => (lineOf(problem) === null ? '' : t.count(lineOf(problem) ?? 0)) },
            { key: 'journal', header: t('import.column.journal'), track: '7rem', cell: (problem) => textOf(problem, 'journal') },
            { key: 'reason', header: t('import.column.reason'), track: 'minmax(20rem, 1fr)', cell: (problem) => <span title={said(problem)}>{reasonOf(problem)}</span> },
          ]}
        />
      )}
      <SidePanel opened={opened !== null} onClose={() => setOpened(null)} title={opened && lineOf(opened) !== null ? t('import.line', { line: lineOf(opened) ?? 0 }) : t('import.problem')}>
        {opened && <p>{reasonOf(opened)}</p>}
      </SidePanel>
    </section>
  )
}

/** One cause often spoils every line: it is said once, with how many there are. */
function kindsOf(problems: readonly Refusal[]): readonly { readonly first: Refusal; readonly count: number }[] {
  const kinds = new Map<string, { readonly first: Refusal; readonly count: number }>()
  for (const problem of problems) {
    const known = kinds.get(problem.code)
    kinds.set(problem.code, { first: known?.first ?? problem, count: (known?.count ?? 0) + 1 })
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count)
}

function lineOf(problem: Refusal): number | null {
  return typeof problem['line'] === 'number' ? problem['line'] : null
}

function textOf(problem: Refusal, key: string): string {
  return typeof problem[key] === 'string' ? problem[key] : ''
}
