import { quoteJson } from '../chain/canonical-json.ts'
import type { EntryPosted, PostedLine } from './ledger-facts.ts'

/**
 * The RFC 8785 text of an entry, written member by member in the order of their names. Same result as
 * `canonicalJson` (a property holds it), at a third of its cost: posting is the hot path of the books.
 */
export function canonicalEntry(body: EntryPosted): string {
  let lines = ''
  for (let at = 0; at < body.lines.length; at += 1) lines += (at === 0 ? '' : ',') + canonicalLine(body.lines[at] as PostedLine)
  let text = `{"date":"${body.date}"`
  if (body.documentOn !== undefined) text += `,"documentOn":"${body.documentOn}"`
  if (body.documentRef !== undefined) text += `,"documentRef":${quoteJson(body.documentRef)}`
  text += `,"journal":${quoteJson(body.journal)},"label":${quoteJson(body.label)},"lines":[${lines}]`
  if (body.nature !== undefined) text += `,"nature":"${body.nature}"`
  text += `,"number":${body.number}`
  if (body.reason !== undefined) text += `,"reason":${quoteJson(body.reason)}`
  if (body.reverses !== undefined) text += `,"reverses":{"author":${quoteJson(body.reverses.author)},"sequence":${body.reverses.sequence}}`
  if (body.source !== undefined) text += `,"source":${quoteJson(body.source)}`
  return `${text},"validatedOn":"${body.validatedOn}","year":${quoteJson(body.year)}}`
}

function canonicalLine(line: PostedLine): string {
  let text = `{"account":${quoteJson(line.account)}`
  if (line.creditCents !== undefined) text += `,"creditCents":${line.creditCents}`
  if (line.currency !== undefined) text += `,"currency":${quoteJson(line.currency)}`
  if (line.currencyCents !== undefined) text += `,"currencyCents":${line.currencyCents}`
  if (line.debitCents !== undefined) text += `,"debitCents":${line.debitCents}`
  if (line.documentOn !== undefined) text += `,"documentOn":"${line.documentOn}"`
  if (line.documentRef !== undefined) text += `,"documentRef":${quoteJson(line.documentRef)}`
  if (line.funder !== undefined) text += `,"funder":${quoteJson(line.funder)}`
  if (line.label !== undefined) text += `,"label":${quoteJson(line.label)}`
  if (line.pair !== undefined) text += `,"pair":{"id":${quoteJson(line.pair.id)},"with":${quoteJson(line.pair.with)}}`
  if (line.party !== undefined) text += `,"party":${quoteJson(line.party)}`
  if (line.project !== undefined) text += `,"project":${quoteJson(line.project)}`
  return `${text}}`
}
