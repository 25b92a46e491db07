import { expect, test } from 'vitest'
import { acceptRequest } from '../../core/sync/enrolment/enrol-accept.command.ts'
import { type Finished, finishEnrolment } from '../../core/sync/enrolment/enrol-finish.command.ts'
import { type RequestInput, writeRequest } from '../../core/sync/enrolment/enrol.command.ts'
import { composeEnrolment } from '../../core/sync/making/compose-pli.command.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must, refusedCodes } from '../fixtures/books.ts'
import { aloneActivity, foundHeadquarters, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

function ask(who: TestWorkspace, input: Partial<RequestInput> = {}): string {
  return must(writeRequest(who.ctx, { person: 'Personne', role: 'porteur', ...input })).text
}

/** The request is accepted and its answer taken. */
function joined(headquarters: TestWorkspace, who: TestWorkspace, text: string): Finished {
  const { bytes } = must(composeEnrolment(headquarters.ctx, must(acceptRequest(headquarters.ctx, text, {})).to))
  return must(finishEnrolment(who.ctx, { name: 'reponse.pli', hash: sha256(bytes), opened: bytes }, {}))
}

/** A file made by a demonstration. */
function invented(who: TestWorkspace): TestWorkspace {
  who.db.prepare("INSERT INTO setting (key, value) VALUES ('demonstration', 'yes')").run()
  return who
}

test('a demonstration and a real federation never meet: each refuses the requests of the other, and a demonstration accepts its own', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  const [demonstration, office] = [invented(foundHeadquarters('essai')), invented(testWorkspace('bureau', 'office'))]
  const adviser = ask(office, { role: 'adviser', office: 'LIEGE' })
  expect(refusedCodes(acceptRequest(siege.ctx, adviser, {}))).toEqual(['enrolment_of_demonstration'])
  expect(refusedCodes(acceptRequest(demonstration.ctx, ask(atelier), {}))).toEqual(['enrolment_to_demonstration'])
  expect(joined(demonstration, office, adviser)).toMatchObject({ headquarters: 'essai' })
  // What an invented headquarters writes to its own is for nobody else, whatever a copy of the file is called.
  expect(siege.take(office.make('headquarters'))).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_for_another' }] })
})

test('real books opened in a demonstration file are asked for as real ones', () => {
  const atelier = invented(aloneActivity('brume', 'ATELIER'))
  expect(joined(foundHeadquarters(), atelier, ask(atelier))).toMatchObject({ entities: ['ATELIER'] })
})
