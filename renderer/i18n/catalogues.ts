import englishBooks from './en/books.json' with { type: 'json' }
import englishCommon from './en/common.json' with { type: 'json' }
import englishEntry from './en/entry.json' with { type: 'json' }
import englishExchange from './en/exchange.json' with { type: 'json' }
import englishHome from './en/home.json' with { type: 'json' }
import englishFederation from './en/federation.json' with { type: 'json' }
import englishHeadquarters from './en/headquarters.json' with { type: 'json' }
import englishAdvising from './en/advising.json' with { type: 'json' }
import englishReport from './en/report.json' with { type: 'json' }
import englishSettings from './en/settings.json' with { type: 'json' }
import englishShell from './en/shell.json' with { type: 'json' }
import dutchBooks from './nl/books.json' with { type: 'json' }
import dutchCommon from './nl/common.json' with { type: 'json' }
import dutchEntry from './nl/entry.json' with { type: 'json' }
import dutchExchange from './nl/exchange.json' with { type: 'json' }
import dutchHome from './nl/home.json' with { type: 'json' }
import dutchFederation from './nl/federation.json' with { type: 'json' }
import dutchHeadquarters from './nl/headquarters.json' with { type: 'json' }
import dutchAdvising from './nl/advising.json' with { type: 'json' }
import dutchReport from './nl/report.json' with { type: 'json' }
import dutchSettings from './nl/settings.json' with { type: 'json' }
import dutchShell from './nl/shell.json' with { type: 'json' }

export type Catalogue = Readonly<Record<string, string>>

/** What is translated from the French, by language; French itself is the base and adds nothing. */
export const CATALOGUES: Readonly<Record<'fr' | 'nl' | 'en', Catalogue>> = {
  fr: {},
  nl: { ...dutchCommon, ...dutchShell, ...dutchHome, ...dutchEntry, ...dutchBooks, ...dutchExchange, ...dutchSettings, ...dutchAdvising, ...dutchHeadquarters, ...dutchFederation, ...dutchReport },
  en: { ...englishCommon, ...englishShell, ...englishHome, ...englishEntry, ...englishBooks, ...englishExchange, ...englishSettings, ...englishAdvising, ...englishHeadquarters, ...englishFederation, ...englishReport },
}
