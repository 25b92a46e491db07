import { expect, test } from 'vitest'
import type { Outcome } from '../../core/context.ts'
import { postDraftsAndAnswer } from '../../core/advising/proposal-draft.command.ts'
import { preparedProcedures } from '../../core/prepared-procedures.ts'
import { procedures } from '../../core/procedures.ts'
import { type Draft, type DraftBody, drafts, saveDraft } from '../../core/ledger/draft.command.ts'
import { changeDrafts, deleteDrafts, stepDrafts } from '../../core/ledger/drafts-in-bulk.command.ts'
import { must, openTestBooks, refusedCodes } from '../fixtures/books.ts'

const bill = (date: string, label: string, account = '610', cents = 4500): DraftBody => ({
  journal: 'OD', date, label, lines: [{ account, debitCents: cents }, { account: '440', creditCents: cents }],
})

function withDrafts(...bodies: readonly DraftBody[]) {
  const own = openTestBooks()
  const made = bodies.map((body) => must(saveDraft(own.ctx, own.entityId, body)))
  const now = (draft: Draft): Draft | undefined => drafts(own.ctx, own.entityId).find((each) => each.id === draft.id)
  return { ...own, made, now }
}

test('account, day and journal of a selection change at once, and one step undoes all of it', () => {
  const { ctx, entityId, made, now, close } = withDrafts(bill('2026-03-01', 'Gaz'), bill('2026-03-02', 'Eau'), bill('2026-03-03', 'Bois', '600'))
  const changed = must(changeDrafts(ctx, entityId, made, { date: '2026-04-30', journal: 'ACH', account: { from: '610', to: '612' } }))
  expect(changed).toHaveLength(3)
  expect(made.map((each) => now(each)?.body)).toEqual([bill('2026-04-30', 'Gaz', '612'), bill('2026-04-30', 'Eau', '612'), bill('2026-04-30', 'Bois', '600')].map((body) => ({ ...body, journal: 'ACH' })))
  const before = must(stepDrafts(ctx, entityId, changed, 'undo'))
  expect(made.map((each) => now(each)?.body)).toEqual(made.map((each) => each.body))
  must(stepDrafts(ctx, entityId, before, 'redo'))
  expect(now(made[0] as Draft)?.body.date).toBe('2026-04-30')
  close()
})

test('only what is different has a step to undo', () => {
  const { ctx, entityId, made, close } = withDrafts(bill('2026-03-01', 'Gaz'), bill('2026-03-02', 'Bois', '600'))
  expect(must(changeDrafts(ctx, entityId, made, { account: { from: '600', to: '601' } })).map((each) => each.id)).toEqual([made[1]?.id])
  close()
})

test('what another window changed meanwhile stops the whole change, and is named', () => {
  const { ctx, entityId, made, now, close } = withDrafts(bill('2026-03-01', 'Gaz'), bill('2026-03-02', 'Eau'))
  const [gas, water] = made as [Draft, Draft]
  must(saveDraft(ctx, entityId, bill('2026-03-02', 'Eau de pluie'), water.id, water.version))
  const refused = changeDrafts(ctx, entityId, made, { date: '2026-04-30' })
  expect(refused).toMatchObject({ ok: false, error: [{ code: 'draft_changed_meanwhile', draft: water.id }] })
  expect(now(gas)?.body.date).toBe('2026-03-01')
  expect(refusedCodes(deleteDrafts(ctx, entityId, made))).toEqual(['draft_changed_meanwhile'])
  expect(drafts(ctx, entityId)).toHaveLength(2)
  close()
})

test('a selection is booked in the order of its days, all or nothing', () => {
  const { ctx, entityId, made, close } = withDrafts(bill('2026-03-09', 'Eau'), bill('2026-03-01', 'Gaz'))
  const wrong = must(saveDraft(ctx, entityId, { ...bill('2026-03-05', 'Bancal'), lines: [{ account: '610', debitCents: 1 }] }))
  const refused = postDraftsAndAnswer(ctx, entityId, [...made, wrong])
  expect(refused.ok ? [] : refused.error.map((each) => each['draft'])).toEqual(refused.ok ? ['refused'] : refused.error.map(() => wrong.id))
  expect(drafts(ctx, entityId)).toHaveLength(3)
  const booked = must(postDraftsAndAnswer(ctx, entityId, made))
  expect(booked.map((each) => each.entry)).toEqual(['OD-2026-1', 'OD-2026-2'])
  expect(ctx.read<{ label: string }>('SELECT label FROM entry WHERE entity_id = ? ORDER BY number').all(entityId).map((row) => row.label)).toEqual(['Gaz', 'Eau'])
  expect(drafts(ctx, entityId).map((each) => each.id)).toEqual([wrong.id])
  close()
})

test('a selection is deleted at once', () => {
  const { ctx, entityId, made, close } = withDrafts(bill('2026-03-01', 'Gaz'), bill('2026-03-02', 'Eau'))
  expect(must(deleteDrafts(ctx, entityId, made))).toBe(2)
  expect(drafts(ctx, entityId)).toEqual([])
  close()
})

test('what was pasted becomes drafts, even of entries that the books refuse; the same twice makes nothing more', () => {
  const { ctx, ports, entityId, close } = withDrafts()
  const rows = Array.from({ length: 500 }, (_, at) => `0${1 + (at % 9)}/03/2026\tOD\tFacture ${at}\t${at === 7 ? '999999' : '610'}\t440\t${at + 1},50`)
  const fileId = ports.files.put('collage.tsv', 'text/plain', ['Date\tJournal\tLibellé\tCompte\tContrepartie\tMontant', ...rows].join('\n'))
  const run = (name: 'import.drafts' | 'import.preview'): Outcome<unknown> => {
    const door = { ...procedures, ...preparedProcedures }[name]
    return door.run(ctx, door.input.parse({ entity: 'ATELIER', format: 'csv', fileId }))
  }
  expect(refusedCodes(run('import.preview'))).toEqual(['account_unknown'])
  expect(must(run('import.drafts'))).toEqual({ made: 500, alreadyThere: 0 })
  expect(must(run('import.drafts'))).toEqual({ made: 0, alreadyThere: 500 })
  expect(drafts(ctx, entityId)).toHaveLength(500)
  expect(drafts(ctx, entityId)[0]?.body.lines).toHaveLength(2)
  close()
})

test('entries of a JSON file become drafts without empty texts, and never lose what a draft has no place for', () => {
  const { ctx, ports, entityId, close } = withDrafts()
  const run = (line: object): Outcome<unknown> => {
    const fileId = ports.files.put('script.json', 'application/json', JSON.stringify([{ journal: 'OD', date: '2026-03-02', label: '', lines: [{ account: '610', debitCents: 100, ...line }, { account: '440', creditCents: 100 }] }]))
    const door = preparedProcedures['import.drafts']
    return door.run(ctx, door.input.parse({ entity: 'ATELIER', format: 'entries', fileId }))
  }
  expect(run({ currency: 'USD', currencyCents: 120 })).toEqual({ ok: false, error: [
    { code: 'json_not_for_drafts', field: 'currency', line: 1, at: 1 }, { code: 'json_not_for_drafts', field: 'currencyCents', line: 1, at: 1 },
  ] })
  expect(drafts(ctx, entityId)).toEqual([])
  expect(must(run({ label: '' }))).toEqual({ made: 1, alreadyThere: 0 })
  expect(drafts(ctx, entityId)[0]?.body).toEqual({ journal: 'OD', date: '2026-03-02', lines: [{ account: '610', debitCents: 100 }, { account: '440', creditCents: 100 }] })
  close()
})
