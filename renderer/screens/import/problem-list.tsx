import { useState } from 'react'
import type { Refusal } from '../../../core/kernel/result.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import styles from './import.module.css'

const AT_TOP = 3

/** Problems of a file: the first ones in full at the top, all of them in a list by line, whole sentences in the side panel. */
export function ProblemList({ title, text, problems, urgent = false }: { readonly title: string; readonly text?: string; readonly problems: readonly Refusal[]; readonly urgent?: boolean }) {
  const t = useWords()
  const [opened, setOpened] = useState<Refusal | null>(null)
  const reasonOf = ({ line: _line, ...problem }: Refusal): string => sentence(t.language, problem as Refusal)
  const said = (problem: Refusal): string => sentence(t.language, problem)
  return (
    <section className={urgent ? `${styles['problems']} ${styles['urgent']}` : styles['problems']} role={urgent ? 'alert' : undefined}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      <ul>{problems.slice(0, AT_TOP).map((problem, at) => <li key={at}>{said(problem)}</li>)}</ul>
      {problems.length > AT_TOP && (
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

function lineOf(problem: Refusal): number | null {
  return typeof problem['line'] === 'number' ? problem['line'] : null
}

function textOf(problem: Refusal, key: string): string {
  return typeof problem[key] === 'string' ? problem[key] : ''
}
