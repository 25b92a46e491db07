import { assert } from '../kernel/assert.ts'
import type { Chart, JournalKind, Role } from '../ledger/chart.ts'

/** Accounts that the roles of a chart do not name: the official numbers, or a sub-account of the house's own. */
const PLAIN = {
  BE: {
    services: '7050', servicesAbroad: '7051', workshops: '705010', rights: '705900', goods: '7010', subsidy: '740', subsidyDue: '414',
    printing: '602', paper: '601', subcontracting: '603', rent: '610100', tools: '611100', energy: '612100', telephone: '612300', software: '612400',
    insurance: '613100', couriers: '614100', travel: '615100', meals: '615200', training: '615300',
    wages: '6202', employerCharges: '621', socialDue: '454', withholdingDue: '453',
    vatOnEquipment: '411', vatSetAside: '4512', equipmentSupplier: '440',
    machine: '230000', machineWorn: '230009', bike: '240000', computer: '240000', equipmentWorn: '240009', wear: '6302', equity: '140',
  },
  FR: {
    services: '706000', servicesAbroad: '706000', workshops: '706100', rights: '751600', goods: '701000', subsidy: '741000', subsidyDue: '441000',
    printing: '604000', paper: '606800', subcontracting: '611000', rent: '613200', tools: '606300', energy: '606100', telephone: '626000', software: '651100',
    insurance: '616100', couriers: '624200', travel: '625100', meals: '625700', training: '618500',
    wages: '641100', employerCharges: '645100', socialDue: '431000', withholdingDue: '442100',
    vatOnEquipment: '445620', vatSetAside: '445510', equipmentSupplier: '404000',
    machine: '215400', machineWorn: '281500', bike: '218200', computer: '218300', equipmentWorn: '281800', wear: '681120', equity: '110000',
  },
} as const satisfies Record<'BE' | 'FR', Record<string, string>>

/** Sub-accounts opened beside those of the chart, so that the running costs of a Belgian book are not one line. */
export const OWN_ACCOUNTS: Readonly<Record<'BE' | 'FR', readonly { readonly number: string; readonly label: string }[]>> = {
  BE: [
    { number: '610100', label: 'Loyer de l’atelier' },
    { number: '611100', label: 'Entretien et petit outillage' },
    { number: '612100', label: 'Électricité et chauffage' },
    { number: '612300', label: 'Téléphone et internet' },
    { number: '612400', label: 'Logiciels et hébergement' },
    { number: '613100', label: 'Assurances' },
    { number: '614100', label: 'Courses et envois' },
    { number: '615100', label: 'Déplacements' },
    { number: '615200', label: 'Repas et réceptions' },
    { number: '615300', label: 'Formation et documentation' },
    { number: '705010', label: 'Ateliers et stages' },
    { number: '705900', label: 'Concessions de droits d’auteur' },
  ],
  FR: [{ number: '706100', label: 'Ateliers et stages' }],
}

const BY_ROLE = {
  customer: 'customer', supplier: 'supplier', cash: 'cash', suspense: 'suspense', internal: 'internal_account',
  vatDue: 'vat_due', vatDeductible: 'vat_deductible', contribution: 'contribution', salaryDue: 'salary_due', expenseDue: 'expense_due',
  yearProfit: 'result_profit', keptProfit: 'retained_profit',
} as const satisfies Record<string, Role>

/** The accounts of the story, by what they are for. */
export type DemonstrationAccounts = Readonly<Record<keyof typeof BY_ROLE | keyof (typeof PLAIN)['BE'], string>>

export function demonstrationAccounts(chart: Chart): DemonstrationAccounts {
  const entries = Object.entries(BY_ROLE).map(([name, role]) => {
    const number = chart.roles[role]?.[0]
    assert(number !== undefined, `the chart ${chart.id} has no account for ${role}`)
    return [name, number] as const
  })
  return { ...PLAIN[chart.country], ...(Object.fromEntries(entries) as Record<keyof typeof BY_ROLE, string>) }
}

/** The journal that a chart proposes for a kind of entry. */
export function journalFor(chart: Chart, kind: JournalKind): string {
  const journal = chart.journals.find((each) => each.kind === kind)
  assert(journal, `the chart ${chart.id} proposes no journal for ${kind}`)
  return journal.code
}
