import { expect, test } from 'vitest'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { base64UrlOfHex } from '../../core/sync/format/base64url.ts'
import { repairFork } from '../../core/sync/forks/fork-repair.command.ts'
import { previewPli } from '../../core/sync/making/preview-pli.query.ts'
import type { PliReceipt } from '../../core/sync/pli.ts'
import { revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must } from '../fixtures/books.ts'
import { buildPli, BuiltStream, fixedSigner, type Signer } from '../fixtures/pli-builder.ts'
import { admit, aloneActivity, copyOf, foundHeadquarters, join, joinEmpty, pairOf, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'
import { seeded } from '../fixtures/seeded.ts'

let amount = 0
/** Books entries nobody else books: each amount comes once. */
function post(who: TestWorkspace, count: number, word: string): void {
  for (let number = 1; number <= count; number += 1) {
    amount += 1
    who.post('ATELIER', `2026-02-10 VEN ${word} ${amount} | 400 ${amount}.00 | 700 -${amount}.00`)
  }
}

function signerOf(who: TestWorkspace): Signer {
  return { author: who.author, name: who.name, key: who.identity.signingKey, sign: (text) => who.identity.sign?.(text) ?? '' }
}

function said(sender: TestWorkspace, reader: TestWorkspace, receipts: readonly PliReceipt[], number = 9): Uint8Array {
  const recipients = [{ author: reader.author, sealingKey: reader.identity.sealingKey, name: reader.name }]
  return buildPli({ sender: signerOf(sender), role: 'porteur', recipients, to: 'headquarters', number, logicalTime: (1_781_510_600_000 + number) * 1024, runs: [], receipts }).bytes
}

const forksAt = (who: TestWorkspace): unknown => who.db.prepare('SELECT at_sequence AS at, exact FROM fork ORDER BY at_sequence').all()
const noticed = (who: TestWorkspace): string[] => (who.db.prepare("SELECT code FROM notice WHERE code GLOB 'fork*' ORDER BY id").all() as { code: string }[]).map((row) => row.code)

/** Headquarters, an Activité, and a second machine of hers that joined and holds nothing yet. */
function withPortable(): { readonly hq: TestWorkspace; readonly brume: TestWorkspace; readonly portable: TestWorkspace } {
  const { hq, brume } = pairOf()
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  brume.take(hq.make('ATELIER'))
  return { hq, brume, portable }
}

test('an alarm without proof is told as a word of who raised it, and holds back nothing', () => {
  const { hq, brume, portable } = withPortable()
  post(brume, 2, 'Vente')
  hq.take(brume.make('headquarters'))
  const word = (forkedAt?: number): PliReceipt =>
    ({ entity: uidOf(brume, 'ATELIER'), author: brume.author, sequence: 2, hash: base64UrlOfHex('1'.repeat(64)), entries: 1, debitCents: 1, ...(forkedAt === undefined ? {} : { forkedAt }) })
  // It names another hash, or says so outright; to headquarters and to the author.
  for (const [reader, forkedAt, number] of [[hq, undefined, 9], [hq, 1, 10], [brume, 2, 11]] as const) {
    const codes = reader.take(said(portable, reader, [word(forkedAt)], number)).notices.map((notice) => notice.code)
    expect(codes.filter((code) => code.startsWith('fork'))).toEqual(number === 10 ? [] : ['fork_said'])
    expect(reader.db.prepare('SELECT COUNT(*) AS count FROM peer_head WHERE forked_at IS NOT NULL').get()).toEqual({ count: 0 })
  }
  expect(noticed(brume)).toEqual(['fork_said'])
  // The stream goes on being sent, to everybody and to him; nobody passes the alarm on; there is nothing to repair.
  expect(must(previewPli(brume.ctx, 'ATELIER', 'acknowledged')).contents.map((each) => each.stream)).toContain('ATELIER/A')
  expect(hq.make('ATELIER').header.receipts.filter((receipt) => receipt.forkedAt !== undefined)).toEqual([])
  expect(brume.make('headquarters').header.receipts.filter((receipt) => receipt.forkedAt !== undefined)).toEqual([])
  expect(repairFork(testWorkspace('neuf', 'entity').ctx, brume.ctx)).toMatchObject({ ok: false, error: [{ code: 'fork_not_found' }] })
  portable.take(brume.make('ATELIER'))
  expect(balanceOf(portable)).toEqual(balanceOf(brume))
})

test('a witness that nobody granted a key to, that follows what is here, or that contradicts itself shows nothing', () => {
  const { hq, brume, portable } = withPortable()
  post(brume, 1, 'Vente')
  hq.take(brume.make('headquarters'))
  const stranger = { ...fixedSigner('voleur'), author: brume.author }
  const forged = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', stranger, 'A').add('AccountRecorded', { number: '400', label: 'X' })
  const recipients = [{ author: hq.author, sealingKey: hq.identity.sealingKey, name: hq.name }]
  const witness = (header: Record<string, unknown>): Record<string, unknown> => ({ ...header, segments: (header['segments'] as object[]).map((each) => ({ ...each, witness: true })) })
  const before = hq.db.prepare('SELECT COUNT(*) AS count FROM fact').get()
  const taken = hq.take(buildPli({ sender: signerOf(portable), role: 'porteur', recipients, to: 'headquarters', number: 9, runs: [{ stream: forged }] }, { header: witness }).bytes)
  expect(taken).toMatchObject({ outcome: 'known', segments: [], refused: [], notices: [] })
  expect(forksAt(hq)).toEqual([])
  // Nor is a document kept that only a witness attaches.
  const document = Buffer.from('rien de signé')
  forged.add('DocumentAttached', { hash: sha256(document), sizeBytes: document.length })
  hq.take(buildPli({ sender: signerOf(portable), role: 'porteur', recipients, to: 'headquarters', number: 11, runs: [{ stream: forged }], documents: [document] }, { header: witness }).bytes)
  expect(hq.db.prepare('SELECT COUNT(*) AS count FROM document').get()).toEqual({ count: 0 })
  // What brume signed and headquarters has not seen yet, shown as a witness, is written nowhere.
  post(brume, 1, 'Suite')
  const pli = brume.make('headquarters')
  const [segment] = pli.header.segments.filter((each) => each.author === brume.author)
  const facts = brume.db.prepare('SELECT logical_time AS logicalTime, kind, version, body, sequence, lower(hex(hash)) AS hash FROM fact JOIN stream ON stream.id = stream_id WHERE author = ? ORDER BY fact.id').all(brume.author) as BuiltStream['facts'][number][]
  const real = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', signerOf(brume), 'A')
  real.facts.push(...facts)
  expect(hq.take(buildPli({ sender: signerOf(portable), role: 'porteur', recipients, to: 'headquarters', number: 10, runs: [{ stream: real, from: segment?.from ?? 1 }] }, { header: witness }).bytes).segments).toEqual([])
  expect(hq.db.prepare('SELECT COUNT(*) AS count FROM fact').get()).toEqual(before)
  expect(forksAt(hq)).toEqual([])
  expect(hq.take(pli).outcome).toBe('taken')
})

/** Taken by whoever it is for, as often as it helps. */
function balanceOf(who: TestWorkspace): unknown {
  const { rows, totals } = trialBalance(who.ctx, who.entity('ATELIER'), calendarDate('2026-12-31'))
  return { rows, totals }
}

test('a fork met past its parting point is not repaired until its place is known; one more exchange shows it', () => {
  const { hq, brume } = pairOf()
  post(brume, 3, 'Commune')
  hq.take(brume.make('headquarters'))
  brume.clock.milliseconds += 1000
  hq.clock.milliseconds += 1000
  brume.take(hq.make('ATELIER'))
  const twin = copyOf(brume)
  post(brume, 4, 'Ancienne')
  hq.take(brume.make('headquarters'))
  post(twin, 2, 'Nouvelle')
  const lost = twin.make('headquarters', 'sent')
  post(twin, 3, 'Nouvelle')
  const late = twin.make('headquarters', 'sent')
  expect(hq.take(late)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_forks' }] })
  const parting = (lost.header.segments.find((each) => each.author === brume.author)?.from ?? 0)
  expect(forksAt(hq)).toEqual([{ at: (late.header.segments.find((each) => each.author === brume.author)?.from ?? 0) - 1, exact: 0 }])
  hq.clock.milliseconds += 1000
  const told = twin.take(hq.make('ATELIER'))
  expect(told.notices.map((notice) => notice.code)).toContain('fork_of_own_stream')
  // Too late a cut would keep what headquarters contests: refused, and nothing written.
  const early = testWorkspace('tropvite', 'entity')
  expect(repairFork(early.ctx, twin.ctx)).toMatchObject({ ok: false, error: [{ code: 'fork_place_unknown', stream: 'ATELIER/A' }] })
  expect(early.db.prepare('SELECT COUNT(*) AS count FROM fact').get()).toEqual({ count: 0 })
  // The next pli shows all of the stream since both agreed, the answer says where.
  twin.clock.milliseconds += 2000
  expect(hq.take(twin.make('headquarters'))).toMatchObject({ refused: [{ code: 'pli_forks', from: parting }] })
  hq.clock.milliseconds += 2000
  twin.take(hq.make('ATELIER'))
  expect(forksAt(twin)).toContainEqual({ at: parting, exact: 1 })
  // From now on it is not sent again, so that the rest travels.
  expect(must(previewPli(twin.ctx, 'headquarters', 'acknowledged')).contents.filter((each) => each.stream === 'ATELIER/A' && each.from < parting)).toEqual([])
  const repaired = testWorkspace('nouveau', 'entity')
  expect(must(repairFork(repaired.ctx, twin.ctx))).toMatchObject({ entriesBookedAgain: 5, leftOut: [] })
  expect(balanceOf(repaired)).toEqual(balanceOf(twin))
})

test('a machine that signs another history each day fills no disk, and who borrows a name shows nothing in it', () => {
  const { hq, brume } = pairOf()
  const twin = copyOf(brume)
  post(brume, 1, 'Suite')
  hq.take(brume.make('headquarters'))
  const recipients = [{ author: hq.author, sealingKey: hq.identity.sealingKey, name: hq.name }]
  for (let day = 1; day <= 30; day += 1) {
    post(twin, 1, 'Autre')
    twin.clock.milliseconds += 1000
    hq.take(twin.make('headquarters'))
  }
  expect(forksAt(hq)).toHaveLength(16)
  // The same history, carried by a stranger who says that he is headquarters: kept as nobody's.
  const stream = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', signerOf(twin), 'A')
  stream.facts.push(...(twin.db.prepare('SELECT logical_time AS logicalTime, kind, version, body, sequence, lower(hex(hash)) AS hash FROM fact JOIN stream ON stream.id = stream_id WHERE author = ? ORDER BY fact.id').all(twin.author) as BuiltStream['facts']))
  hq.take(buildPli({ sender: { ...fixedSigner('voleur'), author: hq.author }, role: 'headquarters', recipients, to: 'headquarters', number: 5, runs: [{ stream }] }).bytes)
  expect(hq.db.prepare('SELECT DISTINCT sender FROM fork ORDER BY sender').all()).toEqual([{ sender: '' }, { sender: brume.author }])
})

/** Entries by label, wherever they come from: what each machine wrote counts once. */
const labelsOf = (who: TestWorkspace): string[] => (who.db.prepare('SELECT label FROM entry ORDER BY label').all() as { label: string }[]).map((row) => row.label)

test('forks at any place, met in any order, repaired at once: all end with the same books, and nothing is there twice', () => {
  const random = seeded(20_261_121)
  const [met, waited] = [new Set<string>(), { count: 0 }]
  for (let round = 1; round <= 30; round += 1) {
    const hq = foundHeadquarters()
    const brume = aloneActivity('brume', 'ATELIER')
    join(hq, brume, 'ATELIER')
    const portable = testWorkspace('portable', 'entity')
    const others = random(2) === 1 ? [portable] : []
    if (others.length > 0) joinEmpty(hq, portable, ['ATELIER'])
    const tick = (): void => [hq, brume, portable].forEach((who) => void (who.clock.milliseconds += 1000))
    const trade = (): void => {
      tick()
      hq.take(brume.make('headquarters'))
      tick()
      brume.take(hq.make('ATELIER'))
    }
    trade()
    post(brume, 1 + random(3), 'Avant')
    if (random(2) === 1) trade()
    post(brume, random(3), 'Avant')
    if (random(2) === 1) brume.make('headquarters', 'sent')
    // The backup is made, the machine goes on, and some of that reaches the others.
    const twin = copyOf(brume)
    post(brume, 4 + random(8), 'Perdue')
    const old = [brume.make('headquarters', 'sent')]
    post(brume, random(3), 'Perdue')
    old.push(brume.make('headquarters'))
    const toPortable = others.length > 0 ? brume.make('ATELIER') : undefined
    // The backup is put back and goes on, in plis of its own, some of which are lost.
    const made = []
    const losesFirst = random(2) === 1
    for (let pli = (losesFirst ? 2 : 1) + random(4); pli > 0; pli -= 1) {
      post(twin, (losesFirst ? 3 : 1) + random(3), 'Autre')
      twin.clock.milliseconds += 1000
      made.push(twin.make('headquarters', !losesFirst && random(3) === 0 ? 'acknowledged' : 'sent'))
    }
    for (const pli of old) hq.take(pli)
    if (toPortable && random(2) === 1) portable.take(toPortable)
    for (const pli of made.filter((_, index) => (losesFirst ? index > 0 : random(3) > 0)).sort(() => random(3) - 1)) met.add(hq.take(pli).outcome)
    // Repaired as soon as it is told that it parted, whatever it knows by then.
    let repaired: TestWorkspace | undefined
    for (let exchange = 1; !repaired; exchange += 1) {
      expect(exchange, `round ${round}`).toBeLessThan(6)
      for (const who of [hq, twin, portable]) who.clock.milliseconds += 2000
      twin.take(hq.make('ATELIER'))
      const fresh = testWorkspace(`neuf${round}`, 'entity')
      const outcome = repairFork(fresh.ctx, twin.ctx)
      const why = outcome.ok ? [] : outcome.error.map((refusal) => refusal.code)
      expect(why.filter((code) => code !== 'fork_place_unknown' && code !== 'fork_not_found')).toEqual([])
      if (why.includes('fork_place_unknown')) waited.count += 1
      if (outcome.ok) repaired = fresh
      else hq.take(twin.make('headquarters'))
    }
    // The file that parted writes no more; the new one joins, and everybody hears of everything.
    must(revokeAccess(hq.ctx, { author: twin.author, reason: 'sauvegarde restaurée' }))
    const letter = (repaired.db.prepare('SELECT device FROM stream WHERE author = ?').get(repaired.author) as { device: string }).device
    expect(repaired.take(admit(hq, repaired, [{ uid: uidOf(hq, 'ATELIER'), code: 'ATELIER' }], { letter })).outcome, `round ${round}`).toBe('taken')
    for (let exchange = 0; exchange < 3; exchange += 1) {
      for (const who of [hq, repaired, portable]) who.clock.milliseconds += 5000
      expect(hq.take(repaired.make('headquarters')).outcome).not.toBe('refused')
      const answer = hq.make('ATELIER')
      for (const who of [repaired, ...others]) expect(who.take(answer).outcome, `round ${round} ${who.name}`).not.toBe('refused')
    }
    for (const who of [repaired, ...others]) expect(balanceOf(who), `round ${round} ${who.name}`).toEqual(balanceOf(hq))
    expect(labelsOf(hq), `round ${round}`).toEqual([...new Set([...labelsOf(brume), ...labelsOf(twin)])].sort())
    for (const who of [hq, brume, twin, portable, repaired]) who.db.close()
  }
  expect(met).toContain('refused')
  expect(waited.count).toBeGreaterThan(0)
}, 120_000)
