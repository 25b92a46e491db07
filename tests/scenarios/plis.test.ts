import { expect, test } from 'vitest'
import { appendFact } from '../../core/chain/append-fact.command.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { ok } from '../../core/kernel/result.ts'
import { recordAccount } from '../../core/ledger/records.command.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { pliHistory, receiptsByStream } from '../../core/sync/history/pli-history.query.ts'
import { repairFork } from '../../core/sync/forks/fork-repair.command.ts'
import { takePlis } from '../../core/sync/taking/take-pli.command.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { addressees, previewPli } from '../../core/sync/making/preview-pli.query.ts'
import type { MemoryFiles } from '../../electron/machine/files.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must } from '../fixtures/books.ts'
import { openBytes } from '../fixtures/database.ts'
import { admit, aloneActivity, foundHeadquarters, join, joinEmpty, stateHash, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00'
const RENT = '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00'

function balances(workspace: TestWorkspace, code: string): unknown {
  return trialBalance(workspace.ctx, workspace.entity(code), calendarDate('2026-12-31')).rows.map((row) => [row.account, row.balanceCents])
}

function pair(): { readonly siege: TestWorkspace; readonly atelier: TestWorkspace } {
  const siege = foundHeadquarters()
  const atelier = aloneActivity('brume', 'ATELIER')
  expect(join(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  return { siege, atelier }
}

test('an Activité sends its books, headquarters takes them, and its receipt comes back', () => {
  const { siege, atelier } = pair()
  atelier.post('ATELIER', SALE)
  atelier.post('ATELIER', RENT)
  const preview = must(previewPli(atelier.ctx, 'headquarters', 'acknowledged'))
  expect(preview).toMatchObject({ number: 1, empty: false, recipients: [{ role: 'headquarters' }] })
  expect(preview.contents.find((each) => each.stream === 'ATELIER/A')).toMatchObject({ entity: 'ATELIER', entries: 2, debitCents: 62_100, firstOn: '2026-02-10', lastOn: '2026-03-01' })
  const pli = atelier.make('headquarters')
  const taken = siege.take(pli)
  expect(taken).toMatchObject({ outcome: 'taken', sender: 'brume', number: 1, refused: [] })
  expect(taken.segments.find((segment) => segment.stream === 'ATELIER/A')).toMatchObject({ answer: 'new' })
  expect(balances(siege, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  // Again: nothing new, whatever the name of the file.
  const before = stateHash(siege)
  expect(siege.take(pli, 'copie.pli')).toMatchObject({ outcome: 'known', number: 1 })
  expect(stateHash(siege)).toBe(before)
  // The receipt.
  siege.clock.milliseconds += 1000
  expect(atelier.take(siege.make('ATELIER'))).toMatchObject({ outcome: 'taken' })
  const own = receiptsByStream(atelier.ctx, atelier.entity('ATELIER')).find((stream) => stream.own)
  expect(own?.peers).toMatchObject([{ state: 'same', sequence: own?.sequence, entries: 2, debitCents: 62_100, forkedAt: null }])
  expect(must(previewPli(atelier.ctx, 'headquarters', 'acknowledged')).contents.filter((each) => each.stream === 'ATELIER/A')).toEqual([])
  expect(pliHistory(siege.ctx, { offset: 0, limit: 10, show: 'all' })).toMatchObject({ rows: [{ direction: 'sent', with: 'ATELIER' }, { direction: 'received', outcome: 'taken', with: 'brume' }, { direction: 'sent', with: 'brume' }] })
  expect(addressees(atelier.ctx)).toMatchObject([{ to: 'headquarters', readers: 1 }])
  for (const each of [siege, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('a pli lost is named, the next one waits for it, and both are taken when it comes', () => {
  const { siege, atelier } = pair()
  atelier.post('ATELIER', SALE)
  const first = atelier.make('headquarters')
  atelier.post('ATELIER', RENT)
  const second = atelier.make('headquarters', 'sent')
  const before = stateHash(siege)
  const waiting = siege.take(second, 'deux.pli')
  expect(waiting).toMatchObject({ outcome: 'waiting', notices: [{ code: 'pli_waits', number: 2 }] })
  const gap = waiting.segments.find((segment) => segment.stream === 'ATELIER/A')
  expect(gap).toMatchObject({ answer: 'gap', facts: 0, missing: { from: 1, to: (gap?.from ?? 0) - 1 } })
  expect(stateHash(siege)).toBe(before)
  expect(siege.take(first, 'un.pli')).toMatchObject({ outcome: 'taken' })
  expect(siege.take(second, 'deux.pli')).toMatchObject({ outcome: 'taken' })
  expect(balances(siege, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
})

test('an office relays what it may read, and a second device writes in the same books', () => {
  const { siege, atelier } = pair()
  atelier.post('ATELIER', SALE)
  siege.take(atelier.make('headquarters'))
  const bureau = testWorkspace('bureau', 'office')
  expect(joinEmpty(siege, bureau, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })).toMatchObject({ outcome: 'taken' })
  expect(balances(bureau, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  const portable = testWorkspace('portable', 'entity')
  expect(joinEmpty(siege, portable, ['ATELIER'])).toMatchObject({ outcome: 'taken' })
  portable.post('ATELIER', RENT)
  // The second device tells headquarters, headquarters the office, and the office the first device.
  siege.take(portable.make('headquarters'))
  bureau.take(siege.make('LIEGE'))
  expect(balances(bureau, 'ATELIER')).toEqual(balances(portable, 'ATELIER'))
  const relayed = atelier.take(bureau.make('ATELIER'))
  expect(relayed.outcome).toBe('taken')
  expect(relayed.segments.map((segment) => [segment.stream, segment.answer])).toContainEqual(['ATELIER/B', 'new'])
  expect(balances(atelier, 'ATELIER')).toEqual(balances(siege, 'ATELIER'))
})

test('a pli weighs at most 22 % of the canonical JSON of its facts, with a hundred of them and with ten thousand', () => {
  for (const count of [80, 10_000]) {
    const { siege, atelier } = pair()
    const random = seeded(7)
    for (let number = 1; number <= count; number += 1) {
      const day = `2026-${String(1 + (number % 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
      const excl = 2000 + Math.floor(random() * 200_000)
      const vat = Math.round(excl * 0.21)
      const amount = (cents: number) => `${Math.trunc(cents / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
      const words = WORDS[Math.floor(random() * WORDS.length)] ?? ''
      atelier.post('ATELIER', `${day} ${random() < 0.5 ? 'VEN' : 'ACH'} ${words} ${number} ${Math.floor(random() * 1e6)} | 400 ${amount(excl + vat)} | 700 -${amount(excl)} | 451 -${amount(vat)}`)
    }
    const pli = atelier.make('headquarters')
    const canonical = atelier.db.prepare(
      `SELECT SUM(length(CAST(body AS BLOB)) + length(kind) + length(logical_time) + length(sequence) + length(author) + length(uid) + 72) AS bytes, COUNT(*) AS facts
       FROM fact JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id WHERE author = ?`,
    ).get(atelier.author) as { bytes: number; facts: number }
    expect(pli.facts).toBe(canonical.facts)
    // Sealing adds some 200 bytes for each recipient, and 16 every 64 KB.
    const sealed = pli.bytes.length + 300 + 16 * Math.ceil(pli.bytes.length / 65_536)
    console.info(`${canonical.facts} facts: ${canonical.bytes} bytes of JSON, ${sealed} sealed, ${((100 * sealed) / canonical.bytes).toFixed(1)} %`)
    expect(sealed / canonical.bytes).toBeLessThan(0.22)
    expect(siege.take(pli).outcome).toBe('taken')
  }
}, 180_000)

const WORDS = ['Facture de vente', 'Loyer atelier', 'Achat bois', 'Atelier céramique école', 'Prestation musicale', 'Frais de déplacement', 'Abonnement téléphone', 'Acompte client', 'Cours du soir', 'Réparation vélo']

/** Mulberry32: the same numbers at each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The same workspace as it was: a backup, restored. */
function restored(workspace: TestWorkspace, backup: Buffer): TestWorkspace {
  return testWorkspace(workspace.name, 'entity', { identity: workspace.identity, db: openBytes(backup) })
}

test('a backup restored and carried on is a fork: told on both sides, written nowhere, repaired in a new file', () => {
  const { siege, atelier } = pair()
  atelier.post('ATELIER', SALE)
  siege.take(atelier.make('headquarters'))
  const backup = atelier.db.serialize()
  atelier.post('ATELIER', '2026-04-01 VEN Perdue par la sauvegarde | 400 60.00 | 700 -60.00')
  siege.take(atelier.make('headquarters'))
  // The machine goes on from the backup, with the same number of operation and another content.
  const again = restored(atelier, backup)
  again.post('ATELIER', RENT)
  again.post('ATELIER', '2026-04-02 ACH Papier | 610 12.00 | 440 -12.00')
  const before = stateHash(siege)
  const forked = siege.take(again.make('headquarters'))
  expect(forked).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_forks' }], notices: [{ code: 'fork_found' }] })
  const segment = forked.segments.find((each) => each.stream === 'ATELIER/A')
  expect(segment).toMatchObject({ answer: 'fork', facts: 0, forkedAt: expect.any(Number) })
  expect(stateHash(siege)).toBe(before)
  const kept = siege.db.prepare('SELECT facts, at_sequence AS at FROM fork').all() as { facts: string; at: number }[]
  expect(kept.map((fork) => [fork.at, (JSON.parse(fork.facts) as unknown[]).length])).toEqual([[segment?.forkedAt, (segment?.to ?? 0) - (segment?.forkedAt ?? 0) + 1]])
  // The receipt tells the other side, and so does the other history itself.
  siege.clock.milliseconds += 1000
  const own = again.take(siege.make('ATELIER'))
  expect(own.notices.map((notice) => notice.code)).toContain('fork_of_own_stream')
  expect(receiptsByStream(again.ctx, again.entity('ATELIER')).find((stream) => stream.own)?.peers[0]).toMatchObject({ state: 'forked', forkedAt: segment?.forkedAt })
  // It is not sent again, so that the rest still travels.
  expect(must(previewPli(again.ctx, 'headquarters', 'acknowledged')).contents.filter((each) => each.stream === 'ATELIER/A')).toEqual([])
  // Repair: a new file, under another author, from what headquarters holds.
  const repaired = testWorkspace('nouveau', 'entity')
  expect(joinEmpty(siege, repaired, ['ATELIER']).outcome).toBe('taken')
  expect(must(repairFork(repaired.ctx, again.ctx))).toMatchObject({ entriesBookedAgain: 2, leftOut: [] })
  // Asked for again: nothing is booked twice.
  expect(must(repairFork(repaired.ctx, again.ctx))).toEqual({ entriesBookedAgain: 0, othersBookedAgain: 0, leftOut: [] })
  const booked = repaired.db.prepare("SELECT label, reason FROM entry WHERE reason IS NOT NULL ORDER BY id").all() as { label: string; reason: string }[]
  expect(booked.map((entry) => entry.label)).toEqual(['Loyer', 'Papier'])
  expect(booked[0]?.reason).toContain(atelier.author)
  expect(siege.take(repaired.make('headquarters'))).toMatchObject({ outcome: 'taken' })
  expect(balances(siege, 'ATELIER')).toEqual(balances(repaired, 'ATELIER'))
  expect(verify(siege.ctx, true)).toMatchObject({ ok: true })
})

test('a fork is repaired without waiting for headquarters: the shared history is copied, the rest booked again under another author', () => {
  const { siege, atelier } = pair()
  atelier.post('ATELIER', SALE)
  siege.take(atelier.make('headquarters'))
  const backup = atelier.db.serialize()
  atelier.post('ATELIER', '2026-04-01 VEN Perdue | 400 60.00 | 700 -60.00')
  siege.take(atelier.make('headquarters'))
  const again = restored(atelier, backup)
  again.post('ATELIER', RENT)
  const { id } = again.db.prepare("SELECT id FROM entry WHERE label = 'Loyer'").get() as { id: number }
  const fileId = (again.ctx.ports.files as MemoryFiles).put('bail.pdf', 'application/pdf', Buffer.from('%PDF bail'))
  must(attachDocument(again.ctx, again.entity('ATELIER'), id, fileId, 'application/pdf'))
  const untold = testWorkspace('trop-tot', 'entity')
  expect(repairFork(untold.ctx, again.ctx)).toMatchObject({ ok: false, error: [{ code: 'fork_not_found' }] })
  siege.take(again.make('headquarters'))
  siege.clock.milliseconds += 1000
  again.take(siege.make('ATELIER'))
  const repaired = testWorkspace('nouveau', 'entity')
  expect(must(repairFork(repaired.ctx, again.ctx))).toMatchObject({ entriesBookedAgain: 1, othersBookedAgain: 3, leftOut: [] })
  expect(balances(repaired, 'ATELIER')).toEqual(balances(again, 'ATELIER'))
  expect(verify(repaired.ctx, true)).toMatchObject({ ok: true })
  // It joins under its own keys; headquarters sends what it held of the other history, and takes what was booked again.
  const letter = repaired.db.prepare('SELECT device FROM stream WHERE author = ?').get(repaired.author) as { device: string }
  expect(repaired.take(admit(siege, repaired, [{ uid: uidOf(repaired, 'ATELIER'), code: 'ATELIER' }], { letter: letter.device })).outcome).toBe('taken')
  expect(siege.take(repaired.make('headquarters')).outcome).toBe('taken')
  expect(balances(siege, 'ATELIER')).toEqual(balances(repaired, 'ATELIER'))
  expect(siege.db.prepare("SELECT COUNT(*) AS count FROM entry WHERE label IN ('Perdue', 'Loyer')").get()).toEqual({ count: 2 })
})

test('what a revoked device signed afterwards is not passed on, and does not stop the rest', () => {
  const { siege, atelier } = pair()
  siege.take(atelier.make('headquarters'))
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(siege, portable, ['ATELIER'])
  portable.post('ATELIER', SALE)
  siege.take(portable.make('headquarters'))
  atelier.take(siege.make('ATELIER'))
  const entity = siege.entity('ATELIER')
  const held = siege.db.prepare('SELECT MAX(fact.sequence) AS last FROM fact JOIN stream ON stream.id = stream_id WHERE entity_id = ? AND author = ?').get(entity, portable.author) as { last: number }
  // The other device takes more of it directly, before it hears of the revocation.
  portable.post('ATELIER', '2026-05-01 VEN Après | 400 1.00 | 700 -1.00')
  atelier.take(portable.make('ATELIER'))
  must(siege.ctx.write((tx) => ok(recordTrust(tx, entity, 'AccessRevoked', { author: portable.author, lastSequence: held.last, reason: 'volé' }))))
  siege.clock.milliseconds += 1000
  atelier.take(siege.make('ATELIER'))
  atelier.post('ATELIER', RENT)
  expect(siege.take(atelier.make('headquarters'))).toMatchObject({ outcome: 'taken', refused: [] })
})

test('a backup restored and not carried on takes its own operations back', () => {
  const { siege, atelier } = pair()
  const backup = atelier.db.serialize()
  atelier.post('ATELIER', SALE)
  siege.take(atelier.make('headquarters'))
  const again = restored(atelier, backup)
  // Headquarters believes that the Activité holds its own entries; a second device is sent everything.
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(siege, portable, ['ATELIER'])
  const back = again.take(portable.make('ATELIER'))
  expect(back.segments.find((each) => each.stream === 'ATELIER/A')).toMatchObject({ answer: 'new' })
  expect(balances(again, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  again.post('ATELIER', RENT)
  expect(siege.take(again.make('headquarters')).outcome).toBe('taken')
  expect(balances(siege, 'ATELIER')).toEqual(balances(again, 'ATELIER'))
})

test('documents travel with the entry that they are attached to', () => {
  const { siege, atelier } = pair()
  atelier.post('ATELIER', SALE)
  const { id } = atelier.db.prepare('SELECT id FROM entry').get() as { id: number }
  const fileId = (atelier.ctx.ports.files as MemoryFiles).put('facture.pdf', 'application/pdf', Buffer.from('%PDF facture'))
  const { hash } = must(attachDocument(atelier.ctx, atelier.entity('ATELIER'), id, fileId, 'application/pdf'))
  const pli = atelier.make('headquarters')
  expect(pli.documents).toBe(1)
  siege.take(pli)
  const row = siege.db.prepare('SELECT bytes FROM document WHERE hash = ?').get(hash) as { bytes: Buffer }
  expect(Buffer.from(row.bytes).toString()).toBe('%PDF facture')
})

test('in a batch, one bad pli never stops the rest, even one that its author signed and the books cannot bear', () => {
  const siege = foundHeadquarters()
  const good = ['UN', 'DEUX', 'TROIS'].map((code) => {
    const activity = aloneActivity(code.toLowerCase(), code)
    join(siege, activity, code)
    activity.post(code, SALE)
    return { code, activity, pli: activity.make('headquarters') }
  })
  const bent = aloneActivity('tordu', 'TORDU')
  join(siege, bent, 'TORDU')
  must(recordAccount(bent.ctx, bent.entity('TORDU'), { number: '666', label: 'Refusé par une règle de la base' }))
  // Shapes, holding and settling let nothing through that the tables refuse; a rule that only the tables know stands for what nobody thought of.
  siege.db.exec("CREATE TRIGGER planted BEFORE INSERT ON account WHEN NEW.number = '666' BEGIN SELECT RAISE(ABORT, 'planted'); END")
  const files = [...good.map(({ pli }) => pli.bytes), bent.make('headquarters').bytes, Buffer.from('pas un pli')]
  const order = [files[0], files[3], files[1], files[4], files[2]] as Uint8Array[]
  const answers = takePlis(siege.ctx, order.map((opened, index) => ({ name: `${index}.pli`, hash: sha256(opened), opened, sealed: opened })))
  expect(answers.map((answer) => answer.outcome)).toEqual(['taken', 'refused', 'taken', 'refused', 'taken'])
  expect(answers.map((answer) => answer.refused.map((refusal) => refusal.code))).toEqual([[], ['pli_stops_books'], [], ['pli_malformed'], []])
  siege.db.exec('DROP TRIGGER planted')
  for (const { code, activity } of good) expect(balances(siege, code)).toEqual(balances(activity, code))
  expect(verify(siege.ctx, true)).toMatchObject({ ok: true })
})

test('a pli of several frames is judged and written a frame at a time', () => {
  const { siege, atelier } = pair()
  const label = 'x'.repeat(400)
  for (let number = 1; number <= 2600; number += 1) atelier.post('ATELIER', `2026-02-10 VEN ${label} ${number} | 400 1.00 | 700 -1.00`)
  const pli = atelier.make('headquarters')
  expect(pli.header.frames.length).toBeGreaterThan(1)
  expect(pli.header.frames.every((frame) => frame.rawBytes <= 1_048_576)).toBe(true)
  expect(siege.take(pli)).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(siege, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  // A fact in the second frame that its author may not sign: nothing of the first one stays.
  const bureau = testWorkspace('bureau', 'office')
  joinEmpty(siege, bureau, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })
  const entity = bureau.entity('ATELIER')
  must(bureau.ctx.write((tx) => {
    for (let number = 1; number <= 2600; number += 1) appendFact(tx, entity, 'NoteShared', 1, { id: String(number).padStart(26, '0'), on: '2026-02-10', text: label })
    return ok(appendFact(tx, entity, 'AccountRecorded', 1, { number: '999', label: 'Non permis' }))
  }))
  const before = stateHash(siege)
  expect(siege.take(bureau.make('headquarters'))).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_unknown' }] })
  expect(stateHash(siege)).toBe(before)
}, 180_000)
