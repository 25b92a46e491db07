import type { Output } from '../../client.ts'
import type { FormBody } from './form-body.ts'

/** A new entry like another: its lines and words, today's date, no number and no document. */
export function copyOf(entry: Output<'entry.get'>, blank: FormBody): FormBody {
  return {
    ...blank, journal: entry.journal, label: entry.label,
    lines: entry.lines.map((line) => ({
      account: line.account, label: line.label === entry.label ? '' : line.label, debitCents: line.debitCents || null, creditCents: line.creditCents || null,
      party: line.party ?? '', project: line.project ?? '', funder: line.funder ?? '',
    })),
  }
}
