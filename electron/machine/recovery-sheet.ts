import encodeQr from 'qr'
import pdfmake from 'pdfmake'
import type { CanvasRect, Content, TDocumentDefinitions } from 'pdfmake/interfaces.d.ts'
import { dayNumberOf, type CalendarDate } from '../../core/kernel/calendar-date.ts'
import { err } from '../../core/kernel/result.ts'
import type { Fingerprint } from '../../core/sync/pli.ts'
import type { MadeFileInfo } from '../../core/workspace.ts'
import { date } from '../../renderer/i18n/format.ts'
import { type Language, LOCALE, type MessageId, translate } from '../../renderer/i18n/messages.ts'
import type { DoorOutcome } from './door.ts'
import { identityInfo } from './identity-work.ts'
import { recoveryCode, recoveryLines, type RecoverySecret } from './recovery-secret.ts'
import type { Session } from './session.ts'
import { ink, INK, MARGIN, preparePdf, QUIET } from './write-pdf.ts'

/** Side of the QR code on paper, in points: about 6 cm. */
const CODE_SIDE = 170

/** What the sheet says. */
export interface RecoverySheet {
  readonly workspace: string
  readonly secret: RecoverySecret
  readonly fingerprint: Fingerprint
  readonly madeOn: CalendarDate
}

/**
 * The door: a page to print and keep away, held by the session until it is downloaded. Refusals: `identity_missing`,
 * `identity_locked`, since the secret itself is on it.
 */
export async function makeRecoverySheet(session: Session, language: Language): Promise<DoorOutcome<MadeFileInfo>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  const secret = workspace.keys.secret()
  const { author, fingerprint } = await identityInfo(session, workspace.keys)
  if (!fingerprint) return err([{ code: 'identity_missing' }])
  if (!secret) return err([{ code: 'identity_locked' }])
  const { name } = workspace.info()
  const sheet = { workspace: name, secret: { author: author as RecoverySecret['author'], seed: secret.seed }, fingerprint, madeOn: workspace.ctx.ports.today() }
  const fileName = `${translate(language, 'report.recovery.file')}-${name}.pdf`
  return { ok: true, value: { fileId: session.files.put(fileName, 'application/pdf', await writeRecoverySheet(sheet, language)), fileName } }
}

/** One A4 page: whose keys, their fingerprint, the secret for a camera and for a person, and what to do with it. */
export async function writeRecoverySheet(sheet: RecoverySheet, language: Language): Promise<Uint8Array> {
  preparePdf()
  return pdfmake.createPdf(documentOf(sheet, language)).getBuffer()
}

function documentOf(sheet: RecoverySheet, language: Language): TDocumentDefinitions {
  const say = (name: string, values?: Record<string, string>): string => ink(translate(language, `report.recovery.${name}` as MessageId, values))
  const made = new Date(dayNumberOf(sheet.madeOn) * 86_400_000)
  return {
    pageSize: 'A4', pageMargins: MARGIN + 12, version: '1.7', language: LOCALE[language], displayTitle: true,
    info: { title: `${say('title')} - ${ink(sheet.workspace)}`, author: 'Archipel', creator: 'Archipel', producer: 'Archipel', creationDate: made, modDate: made },
    defaultStyle: { font: 'Roboto', fontSize: 10, color: INK, lineHeight: 1.2 },
    content: [
      { text: say('title'), fontSize: 18, bold: true },
      { text: say('keep'), margin: [0, 4, 0, 12] },
      facts([
        [say('workspace'), sheet.workspace], [say('machine'), sheet.secret.author], [say('fingerprint'), sheet.fingerprint.words.join(' ')],
        [say('digits'), sheet.fingerprint.hex],
      ]),
      { text: say('madeOn', { date: date(language, sheet.madeOn) }), color: QUIET, margin: [0, 4, 0, 12] },
      heading(say('secret')),
      {
        columns: [
          { width: CODE_SIDE, stack: [{ canvas: squares(recoveryCode(sheet.secret)) }, { text: say('code'), fontSize: 8, color: QUIET, margin: [0, 4, 0, 0] }] },
          { width: '*', stack: [secretTable(sheet.secret), { text: say('secretHow'), fontSize: 8, color: QUIET, margin: [0, 8, 0, 0] }] },
        ],
        columnGap: 20, margin: [0, 4, 0, 12],
      },
      heading(say('lost')),
      ...['step1', 'step2', 'step3'].map((step): Content => ({ text: say(step), margin: [0, 2, 0, 2] })),
      { text: say('stolen'), margin: [0, 10, 0, 2] },
      { text: say('replaced'), bold: true, margin: [0, 2, 0, 0] },
    ],
  }
}

function heading(text: string): Content {
  return { text, fontSize: 12, bold: true, margin: [0, 4, 0, 4] }
}

function facts(rows: readonly (readonly [string, string])[]): Content {
  return { table: { widths: ['auto', '*'], body: rows.map(([name, value]) => [{ text: name, color: QUIET }, { text: ink(value), bold: true }]) }, layout: 'noBorders' }
}

/** The number of each line, and its four groups apart, as they are typed. */
function secretTable(secret: RecoverySecret): Content {
  const body = recoveryLines(secret).map((groups, index) => [{ text: `${index + 1}`, color: QUIET, fontSize: 10 }, ...groups.map((group) => ({ text: group, fontSize: 15, bold: true, characterSpacing: 1 }))])
  return { table: { widths: ['auto', ...Array.from({ length: 4 }, () => '*')], body }, layout: 'noBorders' }
}

/** The dark squares of a QR code, those that touch in a row as one. */
function squares(text: string): CanvasRect[] {
  // The library's least border is one square; the page is white around it anyway.
  const rows = encodeQr(text, 'raw', { ecc: 'quartile', encoding: 'alphanumeric', border: 1 }).slice(1, -1).map((row) => row.slice(1, -1))
  const side = CODE_SIDE / rows.length
  return rows.flatMap((row, y) => row.flatMap((dark, x): CanvasRect[] => {
    if (!dark || row[x - 1]) return []
    const light = row.indexOf(false, x)
    return [{ type: 'rect', x: x * side, y: y * side, w: ((light < 0 ? row.length : light) - x) * side, h: side, color: '#000000', lineWidth: 0 }]
  }))
}
