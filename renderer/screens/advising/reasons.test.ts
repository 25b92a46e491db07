import { expect, test } from 'vitest'
import type { Words } from '../../i18n/use-words.tsx'
import { money } from '../../i18n/format.ts'
import { LANGUAGES, type Language, type MessageId, translate, type Values } from '../../i18n/messages.ts'
import { awaitedSentence, type Reason, reasonSentence, SUBJECTS, subjectOf } from './reasons.tsx'

const day = '2026-06-15' as never
const REASONS: readonly Reason[] = [
  { kind: 'history_forked', device: 'B', sequence: 12 }, { kind: 'pli_waiting', plis: 2 }, { kind: 'never_heard' }, { kind: 'pli_late', days: 40, on: day },
  { kind: 'internal_negative', cents: -1234 }, { kind: 'internal_short', cents: 100, debtCents: 300, missingCents: 200 },
  { kind: 'customers_overdue', items: 1, cents: 100, since: day, days: 61 }, { kind: 'suppliers_overdue', items: 2, cents: 100, since: day, days: 61 },
  { kind: 'money_unidentified', cents: -500 }, { kind: 'period_open', since: day, days: 120 }, { kind: 'entries_moved', entries: 3 },
  { kind: 'proposal_waiting', proposals: 1, since: day, days: 9 }, { kind: 'appointment_near', on: day, at: '14:30', subject: 'Budget', days: 1 }, { kind: 'appointment_past', on: day, subject: 'Budget' },
]

function words(language: Language): Words {
  return Object.assign((id: MessageId, values?: Values) => translate(language, id, values), { language, money: (cents: number) => money(language, cents), date: (value: string) => value }) as unknown as Words
}

test('every reason is a whole sentence in every language, and belongs to a subject of the filters', () => {
  for (const language of LANGUAGES) {
    const said = REASONS.map((reason) => reasonSentence(words(language), reason))
    for (const sentence of said) expect(sentence).toMatch(/^[\p{Lu}\p{N}€].*[.?]$/u)
    for (const sentence of said) expect(sentence).not.toMatch(/[{}]|undefined|NaN|advising\./u)
    expect(new Set(said).size).toBe(REASONS.length)
  }
  for (const reason of REASONS) expect(SUBJECTS).toContain(subjectOf(reason))
})

test('amounts that wait are said without their sign, and one is not several', () => {
  const t = words('fr')
  expect(reasonSentence(t, { kind: 'money_unidentified', cents: -500 })).toContain('5,00')
  expect(reasonSentence(t, { kind: 'money_unidentified', cents: -500 })).not.toContain('-')
  expect(reasonSentence(t, REASONS[6]!)).toMatch(/^1 ligne de client reste /u)
  expect(reasonSentence(t, { kind: 'appointment_near', on: day, at: null, subject: 'Budget', days: 0 })).toContain('aujourd’hui')
  expect(reasonSentence(t, REASONS[12]!)).toContain('demain')
})

test('books that have not come are said with the day they were entrusted and who will bring them', () => {
  for (const language of LANGUAGES) {
    const said = awaitedSentence(words(language), { entity: 'LUNE', since: day })
    expect(said).toMatch(/^LUNE, .*2026-06-15.*pli.*porteur.*\.$/u)
    expect(said).not.toMatch(/[{}]|undefined|advising\./u)
  }
})
