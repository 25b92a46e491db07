import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { Amount } from '../../ui/money.tsx'
import { Pill } from '../../ui/pill.tsx'
import type { HomeAnswer } from './home.tsx'
import styles from './home.module.css'

const WIDTH = 720
const HEIGHT = 220
const BASE = 180
const TOP = 24

/** Twelve months, in filled and out outlined, so that it prints in grey; the same as a table, and one sentence of what to see. */
export function MonthsChart({ months }: { readonly months: HomeAnswer['months'] }) {
  const t = useWords()
  const [asTable, setAsTable] = useState(false)
  const income = months.reduce((sum, each) => sum + each.incomeCents, 0)
  const expense = months.reduce((sum, each) => sum + each.expenseCents, 0)
  if (income === 0 && expense === 0) return <p className="soft">{t('home.chart.nothing')}</p>
  const best = months.reduce((a, b) => (b.incomeCents - b.expenseCents > a.incomeCents - a.expenseCents ? b : a))
  return (
    <>
      {asTable ? <MonthsTable months={months} /> : <Drawing months={months} />}
      <div className={styles['chartFoot']}>
        <p className="note">{t('home.chart.sentence', { income: t.roundMoney(income), expense: t.roundMoney(expense), best: t.month(best.month) })}</p>
        <Pill look="link" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'home.chart.drawing' : 'home.chart.table')}</Pill>
      </div>
    </>
  )
}

function Drawing({ months }: { readonly months: HomeAnswer['months'] }) {
  const t = useWords()
  const most = Math.max(1, ...months.flatMap((each) => [each.incomeCents, each.expenseCents]))
  const step = niceStep(most)
  const lines = Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step)
  const height = (cents: number): number => (Math.max(0, cents) / most) * (BASE - TOP)
  const slot = (WIDTH - 70) / months.length
  return (
    <svg className={styles['chart']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('home.chart')}>
      {lines.map((line) => (
        <g key={line}>
          <line className={styles['line']} x1={64} x2={WIDTH} y1={BASE - height(line)} y2={BASE - height(line)} />
          <text x={56} y={BASE - height(line) + 4} textAnchor="end">{t.wholeMoney(line)}</text>
        </g>
      ))}
      {months.map((each, at) => {
        const x = 70 + at * slot
        const bar = Math.max(6, slot / 2 - 6)
        return (
          <g key={each.month}>
            <rect className={styles['in']} x={x + 2} width={bar} y={BASE - height(each.incomeCents)} height={height(each.incomeCents)} />
            <rect className={styles['out']} x={x + bar + 5} width={bar - 1.5} y={BASE - height(each.expenseCents)} height={height(each.expenseCents)} />
            <text x={x + slot / 2} y={BASE + 18} textAnchor="middle">{t.month(each.month, 'monthShort')}</text>
          </g>
        )
      })}
      <rect className={styles['in']} x={70} y={HEIGHT - 13} width={10} height={10} /><text x={86} y={HEIGHT - 4}>{t('home.chart.in')}</text>
      <rect className={styles['out']} x={150} y={HEIGHT - 13} width={10} height={10} /><text x={166} y={HEIGHT - 4}>{t('home.chart.out')}</text>
    </svg>
  )
}

/** A round step that draws two to five lines. */
function niceStep(most: number): number {
  let step = 100
  for (let at = 0; most / step > 4; at += 1) step *= at % 3 === 1 ? 2.5 : 2
  return step
}

function MonthsTable({ months }: { readonly months: HomeAnswer['months'] }) {
  const t = useWords()
  return (
    <table className={styles['table']}>
      <thead><tr><th scope="col">{t('home.chart.month')}</th><th scope="col" className={styles['number']}>{t('home.flow.income')}</th><th scope="col" className={styles['number']}>{t('home.flow.expense')}</th><th scope="col" className={styles['number']}>{t('home.flow.result')}</th></tr></thead>
      <tbody>
        {months.map((each) => (
          <tr key={each.month}>
            <th scope="row">{t.month(each.month)}</th>
            <td className={styles['number']}><Amount cents={each.incomeCents} /></td><td className={styles['number']}><Amount cents={each.expenseCents} /></td>
            <td className={styles['number']}><Amount cents={each.incomeCents - each.expenseCents} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
