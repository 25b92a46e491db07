import { useWords } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Amount } from '../../ui/money.tsx'
import { AccountLink } from '../account-name.tsx'
import styles from './books.module.css'
import type { Statement } from './statements.tsx'

type Rubric = Statement['rubrics'][number]

/** Depth that the clair reading shows. */
const PLAIN_LEVEL = 1

/** One part of the statements; every amount opens its rubrics, then its accounts, then their entries. */
export function StatementTable({ statement, section }: { readonly statement: Statement; readonly section: 'assets' | 'equity_liabilities' | 'income' }) {
  const t = useWords()
  const plain = useReading() === 'clair'
  const sections: readonly string[] = section === 'income' ? ['income', 'appropriation'] : [section]
  const rubrics = statement.rubrics.filter((rubric) => sections.includes(rubric.section) && (rubric.amountCents !== 0 || (rubric.previousCents ?? 0) !== 0) && (!plain || rubric.level <= PLAIN_LEVEL))
  // Nothing was booked then: a column of zeros would say less than none.
  const compared = statement.previous !== null && statement.rubrics.some((rubric) => rubric.previousCents)
  if (rubrics.length === 0) return <p className="soft">{t('statements.nothing')}</p>
  return (
    <table className={styles['statement']}>
      <thead>
        <tr>
          {!plain && <th scope="col">{t('report.column.code')}</th>}
          <th scope="col">{t('report.column.rubric')}</th>
          <th scope="col" className="number">{t.date(statement.asOf)}</th>
          {compared && <th scope="col" className="number">{statement.previous ? t.date(statement.previous.asOf) : ''}</th>}
          {compared && !plain && <th scope="col" className="number">{t('statements.change')}</th>}
        </tr>
      </thead>
      <tbody>
        {rubrics.map((rubric) => (
          <tr key={rubric.code} data-kind={rubric.kind} data-level={rubric.level}>
            {!plain && <td className={styles['code']}>{rubric.code}</td>}
            <th scope="row" style={{ paddingInlineStart: `${rubric.level * 16}px` }}>{labelOf(rubric, t.language)}</th>
            <td className="number"><RubricFigure statement={statement} rubric={rubric} /></td>
            {compared && <td className="number soft"><Amount cents={rubric.previousCents} /></td>}
            {compared && !plain && <td className="number soft"><Amount cents={rubric.amountCents - (rubric.previousCents ?? 0)} /></td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function labelOf(rubric: Rubric, language: string): string {
  return rubric.label[language] ?? rubric.label['fr'] ?? rubric.code
}

function RubricFigure({ statement, rubric }: { readonly statement: Statement; readonly rubric: Rubric }) {
  const t = useWords()
  const label = labelOf(rubric, t.language)
  const parts = rubric.parts.flatMap((part) => {
    const other = statement.rubrics.find((each) => each.code === part.code)
    return other && other.amountCents !== 0 ? [{ key: part.code, label: labelOf(other, t.language), cents: part.sign * other.amountCents }] : []
  })
  const sum = rubric.accounts.reduce((total, account) => total + account.balanceCents, 0)
  const sign = sum === rubric.amountCents ? 1 : -1
  const accounts = rubric.accounts.map((account) => ({ key: account.number, label: <AccountLink number={account.number} />, cents: sign * account.balanceCents }))
  return (
    <Figure
      title={label} sentence={t(parts.length > 0 ? 'statements.why.parts' : 'statements.why.accounts', { rubric: label })} terms={parts.length > 0 ? parts : accounts}
      totalLabel={t('common.total')} totalCents={rubric.amountCents} footer={parts.length > 0 && <AccountList accounts={accounts} />}
    >
      <Amount cents={rubric.amountCents} />
    </Figure>
  )
}

function AccountList({ accounts }: { readonly accounts: readonly { readonly key: string; readonly label: React.ReactNode; readonly cents: number }[] }) {
  const t = useWords()
  return (
    <details>
      <summary>{t('statements.why.all', { count: accounts.length })}</summary>
      <table className={styles['items']}><tbody>{accounts.map((account) => <tr key={account.key}><th scope="row">{account.label}</th><td className="number"><Amount cents={account.cents} /></td></tr>)}</tbody></table>
    </details>
  )
}
