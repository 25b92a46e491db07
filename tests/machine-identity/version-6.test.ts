import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { loadProcedures } from '../../electron/machine/procedure-table.ts'
import { Session } from '../../electron/machine/session.ts'
import { temporaryFolder } from '../shells/folder.ts'

/** Files of the version that first exchanged plis, as it was shipped: an Activité that joined, and its headquarters. */
const PASSPHRASE = 'cerise vapeur tambour nuage'

for (const [kind, facts] of [['entity', 22], ['headquarters', 32]] as const) {
  test(`a workspace of version 6 (${kind}) opens, keeps its books and its trust, its keys open, and it makes a pli`, async () => {
    const path = join(temporaryFolder(), 'essai.archipel')
    writeFileSync(path, gunzipSync(readFileSync(new URL(`../golden/workspaces/version-6-${kind}.archipel.gz`, import.meta.url))))
    // Its root is believed for some years only.
    const session = new Session({ shell: 'test', procedures: loadProcedures, on: calendarDate('2026-12-01') })
    await session.open(path)
    expect(await session.ask('verify', { full: true })).toMatchObject({ ok: true, problems: [], facts, entries: 4 })
    const { rows } = await session.ask<{ rows: readonly { account: string; balanceCents: number }[] }>('trialBalance', { entity: 'ATELIER', asOf: '2026-12-31' })
    expect(rows.map(({ account, balanceCents }) => [account, balanceCents])).toEqual([['400', 24_200], ['440', -20_000], ['451', -4200], ['610', 20_000], ['7050', -20_000]])
    expect(await session.ask('trust.root', {})).toMatchObject({ joined: true, root: { version: 1, threshold: 2 } })
    expect(await session.answer('identity.unlock', { passphrase: PASSPHRASE })).toMatchObject({ ok: true, value: { locked: false, sealedBy: 'passphrase' } })
    expect(await session.answer('pli.make', { to: kind === 'entity' ? 'headquarters' : 'ATELIER' })).toMatchObject({ ok: true, value: { number: 2 } })
    session.close()
  })
}
