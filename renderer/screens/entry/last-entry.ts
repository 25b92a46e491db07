import type { FormBody } from './form-body.ts'

export type LastEntry = Pick<FormBody, 'journal' | 'date'>

/** Journal and day of the entry written last, so that a pile of invoices goes on where it was. */
let last: LastEntry | undefined

export function rememberLast(body: FormBody): void {
  last = { journal: body.journal, date: body.date }
}

export function lastEntry(): LastEntry | undefined {
  return last
}
