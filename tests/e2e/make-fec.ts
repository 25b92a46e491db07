/** Made books in the form of article A47 A-1, as large as a real small company's year: the same at every run. */
export interface MadeFec {
  readonly name: string
  readonly text: string
  readonly entries: number
  readonly debitCents: number
}

const COLUMNS = [
  'JournalCode', 'JournalLib', 'EcritureNum', 'EcritureDate', 'CompteNum', 'CompteLib', 'CompAuxNum', 'CompAuxLib', 'PieceRef', 'PieceDate', 'EcritureLib',
  'Debit', 'Credit', 'EcritureLet', 'DateLet', 'ValidDate', 'Montantdevise', 'Idevise',
]
const JOURNALS: Readonly<Record<string, string>> = { AN: 'À nouveaux', AC: 'Achats', VE: 'Ventes', BQ: 'Banque' }
const ACCOUNTS: Readonly<Record<string, string>> = {
  '101000': 'Capital', '401000': 'Fournisseurs', '411000': 'Clients', '445660': 'TVA déductible', '445710': 'TVA collectée', '512000': 'Banque',
  '606400': 'Fournitures administratives', '613200': 'Locations', '706000': 'Prestations de services',
}
const SUPPLIERS = ['Papeterie Dubois', 'Atelier du Bois', 'Garage Central', 'Imprimerie Nord']
const CUSTOMERS = ['Mairie de Lille', 'Théâtre du Nord', 'Association Escale', 'Librairie Meura']

/** `rounds` times: a purchase, a sale, and both payments, over the fiscal year from 1 September 2021 to 31 August 2022. */
export function makeFec(rounds: number): MadeFec {
  const lines: string[] = [COLUMNS.join('\t')]
  const numbers = new Map<string, number>()
  let entries = 0
  let debitCents = 0
  const euros = (cents: number): string => `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`
  const book = (journal: string, day: string, label: string, sides: readonly (readonly [account: string, debit: number, credit: number, party?: number])[]): void => {
    const number = (numbers.get(journal) ?? 0) + 1
    numbers.set(journal, number)
    entries += 1
    for (const [account, debit, credit, party] of sides) {
      debitCents += debit
      const known = party === undefined ? ['', ''] : [`${account.slice(0, 3)}${party}`, (account.startsWith('40') ? SUPPLIERS : CUSTOMERS)[party] ?? '']
      lines.push([
        journal, JOURNALS[journal], `${journal}${String(number).padStart(5, '0')}`, day, account, ACCOUNTS[account], ...known,
        `${journal}-${number}`, day, label, euros(debit), euros(credit), '', '', '20220915', '', '',
      ].join('\t'))
    }
  }
  book('AN', '20210901', 'Report à nouveau', [['512000', 1_500_000, 0], ['101000', 0, 1_500_000]])
  for (let index = 0; index < rounds; index += 1) {
    const month = Math.floor((index * 12) / rounds)
    const day = `${month < 4 ? 2021 : 2022}${String(((month + 8) % 12) + 1).padStart(2, '0')}${String((index % 27) + 1).padStart(2, '0')}`
    const bought = 1_000 + ((index * 7_919) % 40_000)
    const sold = 2_000 + ((index * 6_007) % 90_000)
    const [vatIn, vatOut, party] = [Math.floor(bought / 5), Math.floor(sold / 5), index % 4]
    book('AC', day, `${SUPPLIERS[party]} facture ${index + 1}`, [[index % 3 === 0 ? '613200' : '606400', bought, 0], ['445660', vatIn, 0], ['401000', 0, bought + vatIn, party]])
    book('VE', day, `${CUSTOMERS[party]} facture ${index + 1}`, [['411000', sold + vatOut, 0, party], ['706000', 0, sold], ['445710', 0, vatOut]])
    book('BQ', day, `Paiement ${SUPPLIERS[party]}`, [['401000', bought + vatIn, 0, party], ['512000', 0, bought + vatIn]])
    book('BQ', day, `Encaissement ${CUSTOMERS[party]}`, [['512000', sold + vatOut, 0], ['411000', 0, sold + vatOut, party]])
  }
  return { name: '123456789FEC20220831.txt', text: `${lines.join('\r\n')}\r\n`, entries, debitCents }
}
