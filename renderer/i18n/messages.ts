import { createIntl, createIntlCache, type IntlShape } from '@formatjs/intl'
import { CATALOGUES, type Catalogue } from './catalogues.ts'
import frenchBooks from './fr/books.json' with { type: 'json' }
import frenchCommon from './fr/common.json' with { type: 'json' }
import frenchEntry from './fr/entry.json' with { type: 'json' }
import frenchExchange from './fr/exchange.json' with { type: 'json' }
import frenchHome from './fr/home.json' with { type: 'json' }
import frenchFederation from './fr/federation.json' with { type: 'json' }
import frenchHeadquarters from './fr/headquarters.json' with { type: 'json' }
import frenchAdvising from './fr/advising.json' with { type: 'json' }
import frenchReport from './fr/report.json' with { type: 'json' }
import frenchSettings from './fr/settings.json' with { type: 'json' }
import frenchShell from './fr/shell.json' with { type: 'json' }

/** Words of the interface, pure: the screens, the PDFs and the command line say the same sentence by the same id. */
export type Language = 'fr' | 'nl' | 'en'

export const LANGUAGES: readonly Language[] = ['fr', 'nl', 'en']

/** The region whose habits of writing numbers and dates are followed. In en-BE, ICU writes 1.234,50 but €1,234.50: English is Ireland's. */
export const LOCALE: Readonly<Record<Language, string>> = { fr: 'fr-BE', nl: 'nl-BE', en: 'en-IE' }

const FRENCH = {
  ...frenchCommon, ...frenchShell, ...frenchHome, ...frenchEntry, ...frenchBooks, ...frenchExchange, ...frenchSettings, ...frenchAdvising, ...frenchHeadquarters, ...frenchFederation, ...frenchReport,
}

export type MessageId = keyof typeof FRENCH
export type Values = Readonly<Record<string, string | number>>

const cache = createIntlCache()
const shapes = new Map<Language, IntlShape>()

function shapeOf(language: Language): IntlShape {
  let shape = shapes.get(language)
  if (!shape) {
    const messages: Catalogue = { ...FRENCH, ...said(CATALOGUES[language]) }
    // A message is a defect of the program; the test reads them all, and a person is better served by an approximate sentence.
    shape = createIntl({ locale: LOCALE[language], messages, onError: () => undefined, onWarn: () => undefined }, cache)
    shapes.set(language, shape)
  }
  return shape
}

/** An empty message waits for its translation: French is shown meanwhile. */
function said(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(Object.entries(catalogue).filter(([, message]) => message !== ''))
}

/** True when `id` is a message; for ids that come as data (a report's column). */
export function isMessageId(id: string): id is MessageId {
  return Object.hasOwn(FRENCH, id)
}

/** The sentence `id` in a language, French when it is not translated yet. `values` fill its arguments. */
export function translate(language: Language, id: MessageId, values?: Values): string {
  return shapeOf(language).formatMessage({ id }, values)
}
