import type { CalendarDate } from '../../kernel/calendar-date.ts'
import type { Outcome, Reader } from '../../context.ts'
import { spanOf } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { Addressee, PliPreview } from '../../workspace.ts'
import { planFor, type PlannedSegment, planPli, type Since } from './plan-pli.query.ts'
import { withinRoom } from './pli-room.query.ts'
import { readersOf } from '../trust/trust.query.ts'

/** What leaves and who will be able to read it. Refuses as `planPli` does; writes nothing, so locked keys do not matter. */
export function previewPli(reader: Reader, to: string, since: Since): Outcome<PliPreview> {
  const planned = planPli(reader, to, since)
  if (!planned.ok) return planned
  const plan = withinRoom(reader, planned.value)
  const receipts = reader.read<{ count: number }>('SELECT COUNT(*) AS count FROM stream WHERE entity_id IN (SELECT value FROM json_each(?))').get(JSON.stringify(plan.entities))
  const facts = plan.segments.reduce((sum, segment) => sum + segment.to - segment.from + 1, 0)
  return ok({
    to, number: plan.number, facts, empty: facts === 0, receipts: receipts?.count ?? 0,
    recipients: plan.recipients.map(({ name, role, office, device }) => ({ name, role, office, device })),
    contents: [...plan.segments, ...plan.witnesses].map((segment) => contentOf(reader, segment)),
  })
}

function contentOf(reader: Reader, { stream, code, from, to }: PlannedSegment): PliPreview['contents'][number] {
  const range = [spanOf(stream.id)[0] + from, spanOf(stream.id)[0] + to] as const
  const kinds = reader.read<{ kind: string; count: number }>('SELECT kind, COUNT(*) AS count FROM fact WHERE id BETWEEN ? AND ? GROUP BY kind ORDER BY kind').all(...range)
  const entries = reader
    .read<{ entries: number; firstOn: CalendarDate | null; lastOn: CalendarDate | null }>('SELECT COUNT(*) AS entries, MIN(on_date) AS firstOn, MAX(on_date) AS lastOn FROM entry WHERE id BETWEEN ? AND ?')
    .get(...range)
  const debit = reader.read<{ cents: number }>('SELECT ifnull(SUM(debit_cents), 0) AS cents FROM line WHERE entry_id BETWEEN ? AND ?').get(...range)
  const name = reader.read<{ name: string }>('SELECT name FROM entity_profile WHERE entity_id = ?').get(stream.entityId)?.name
  const byKind = Object.fromEntries(kinds.map(({ kind, count }) => [kind, count]))
  return {
    entity: code, entityName: name ?? code, stream: `${code}/${stream.device}`, from, to, kinds: byKind, entries: entries?.entries ?? 0, debitCents: debit?.cents ?? 0,
    firstOn: entries?.firstOn ?? null, lastOn: entries?.lastOn ?? null, documents: byKind['DocumentAttached'] ?? 0,
  }
}

/** Everyone a pli can be made for from here, and how much of it they are not known to hold. */
export function addressees(reader: Reader): Addressee[] {
  const codes = reader
    .read<{ to: string; name: string }>(
      `SELECT entity.code AS "to", entity_profile.name FROM access JOIN entity ON entity.id = access.entity_id JOIN entity_profile ON entity_profile.entity_id = entity.id GROUP BY entity.id
       UNION ALL SELECT * FROM (SELECT code, name FROM office WHERE closed_on IS NULL ORDER BY code)`,
    )
    .all()
  return [{ to: 'headquarters', name: headquartersName(reader) }, ...codes].flatMap(({ to, name }) => {
    const readers = readersOf(reader, to)
    const planned = readers.ok ? planFor(reader, { ...readers.value, to: readers.value.addressee, since: 'acknowledged' }) : undefined
    if (!readers.ok || planned?.ok !== true) return []
    const { kind, addressee, recipients } = readers.value
    const last = reader.read<{ madeAt: number }>('SELECT made_at AS madeAt FROM sent_pli WHERE addressee = ? ORDER BY number DESC LIMIT 1').get(addressee)
    const facts = planned.value.segments.reduce((sum, segment) => sum + segment.to - segment.from + 1, 0)
    return [{ to, kind, name, readers: recipients.length, facts, lastMadeAt: last?.madeAt ?? null }]
  })
}

function headquartersName(reader: Reader): string {
  return reader.read<{ value: string }>("SELECT value FROM setting WHERE key = 'headquarters'").get()?.value ?? ''
}
