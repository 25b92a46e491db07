import type { Writer } from '../../context.ts'
import type { Refusal } from '../../kernel/result.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import { tell } from '../history/notice.apply.ts'
import { headquartersSilence } from '../history/silence.query.ts'
import { missingNumbers, numbersInWords } from './pli-order.ts'
import type { PliHeader } from '../pli.ts'

const COUNTED = "sender = ? AND addressee = ? AND outcome IN ('taken', 'known', 'waiting')"

/**
 * What the numbers of a line of plis say once this one is taken: `plis_missing` (numbers that never came, told again only when they change),
 * `pli_number_reused` (the same number with another content, or a predecessor that is not the one taken here: a backup restored on the other
 * side, or someone who plays old plis). The facts themselves are protected by their chains.
 */
export function judgeLine(tx: Writer, header: PliHeader, headerHash: string): Refusal[] {
  const { sender, to, number } = header
  const others = tx.read<{ headerHash: string }>(`SELECT header_hash AS headerHash FROM received_pli WHERE ${COUNTED} AND number = ? AND header_hash <> ?`)
  const previous = header.previous === undefined ? '' : (hexOfBase64Url(header.previous, 32) ?? '')
  const isReused = others.get(sender.author, to, number, headerHash) !== undefined || (number > 1 && others.get(sender.author, to, number - 1, previous) !== undefined)
  const numbers = tx.read<{ number: number }>(`SELECT DISTINCT number FROM received_pli WHERE ${COUNTED} ORDER BY number`).all(sender.author, to).map((row) => row.number)
  const runs = missingNumbers(numbers)
  const missing: Refusal = { code: 'plis_missing', sender: sender.name, missing: numbersInWords(runs), line: to, author: sender.author }
  // Numbers that came late make an earlier notice untrue.
  if (runs.length > 0 || number < (numbers.at(-1) ?? number)) tx.write("DELETE FROM notice WHERE code = 'plis_missing' AND json_extract(data, '$.author') = ? AND json_extract(data, '$.line') = ? AND json_extract(data, '$.missing') <> ?").run(sender.author, to, missing['missing'] as string)
  const reused: Refusal = { code: 'pli_number_reused', sender: sender.name, number }
  return [...(runs.length > 0 && tell(tx, null, missing) ? [missing] : []), ...(isReused && tell(tx, null, reused) ? [reused] : [])]
}

/** Tells `headquarters_silent` when nothing that headquarters made reached this workspace for a long time; once for each silence. */
export function tellSilence(tx: Writer): Refusal[] {
  const notice = headquartersSilence(tx)
  return notice && tell(tx, null, notice) ? [notice] : []
}
