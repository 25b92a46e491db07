import type { Language } from './command.ts'
import { EXCHANGE_HELP } from './exchange-help.ts'

interface HelpWords {
  readonly title: string
  readonly usage: string
  readonly common: string
  readonly exit: string
  readonly commands: Readonly<Record<string, string>>
  /** By name, or by command and name where one name means two things. */
  readonly options: Readonly<Record<string, string>>
}

const french: HelpWords = {
  title: 'Archipel : les comptes complets de chaque Activité.',
  usage: 'archipel <commande> … · archipel help <commande> en dit plus.',
  common: 'Options de toutes les commandes :',
  exit: 'Fin : 0 fait · 1 refusé, rien n’a changé · 2 mal demandé · 3 la machine a failli (disque, fichier, verrou).',
  commands: {
    init: 'crée un fichier de comptes, et sa première Activité si -e est donné',
    'entity add': 'ouvre les livres d’une Activité de plus',
    'entity list': 'montre les Activités du fichier',
    post: 'comptabilise des écritures écrites en JSON : [{journal, date, label, documentRef, lines:[{account, debitCents, creditCents}]}]',
    reverse: 'extourne une écriture, avec le motif',
    import: 'fait entrer des fichiers (fec, csv, entries) ; tout ou rien par fichier, sauf --partial',
    export: 'fait sortir les livres (fec, hledger, beancount, entries, csv, xlsx)',
    'close-period': 'ferme les livres jusqu’à un jour, celui-ci compris',
    'year-end': 'passe les écritures de clôture et d’à-nouveaux d’un exercice, puis le ferme',
    'trial-balance': 'la balance générale à une date',
    statements: 'le bilan et le compte de résultat d’un exercice, dans le modèle de la loi, à côté de l’exercice précédent',
    ledger: 'le grand livre d’un compte',
    journal: 'les écritures avec leurs lignes',
    verify: 'prouve les livres par leur chaîne ; sort 1 si quelque chose ne concorde pas',
    backup: 'fait une copie vérifiée, à un nom libre',
    restore: 'restaure une copie dans un nouveau fichier, jamais par-dessus un autre',
    serve: 'ouvre les écrans dans un navigateur de cette machine ; affiche une adresse qui sert une fois',
  },
  options: {
    workspace: 'le fichier de comptes (ou la variable ARCHIPEL_WORKSPACE)', entity: 'le code de l’Activité ; inutile s’il n’y en a qu’une', json: 'réponse pour un programme',
    lang: 'langue des phrases', on: 'la date de travail (aujourd’hui par défaut)', 'passphrase-file': 'le fichier de la phrase secrète, où des clés sont verrouillées', help: 'cette aide',
    kind: 'à qui est le fichier', country: 'le pays, donc le plan comptable', name: 'le nom', 'entity-name': 'le nom de l’Activité', 'first-year': 'les bornes du premier exercice',
    demo: 'le remplit d’une démonstration', reason: 'le motif, obligatoire', date: 'la date de l’extourne', from: 'premier jour', to: 'dernier jour', 'as-of': 'le jour de la balance',
    until: 'le dernier jour fermé', all: 'pour toutes les Activités du fichier',
    year: 'l’exercice, par son code', account: 'le numéro du compte', journal: 'le code du journal', full: 'refait aussi chaque écriture et relit chaque document', output: 'le fichier à écrire',
    port: 'le port (libre par défaut)', open: 'ouvre aussi le navigateur', idle: 'se ferme après tant de minutes sans demande', 'dry-run': 'montre sans rien écrire', partial: 'prend ce qui est juste, refuse le reste',
    mapping: 'un fichier JSON : quelle colonne dit quoi', siren: 'le SIREN, pour le nom du FEC',
    model: 'le modèle ; celui du pays si rien n’est dit', xlsx: 'écrit aussi un classeur Excel', pdf: 'écrit aussi un PDF',
  },
}

const dutch: HelpWords = {
  title: 'Archipel: de volledige boeken van elke Activiteit.',
  usage: 'archipel <commando> … · archipel help <commando> zegt meer.',
  common: 'Opties van alle commando’s:',
  exit: 'Einde: 0 gedaan · 1 geweigerd, niets veranderd · 2 verkeerd gevraagd · 3 de machine faalde (schijf, bestand, slot).',
  commands: {
    init: 'maakt een boekhoudbestand, en de eerste Activiteit als -e gegeven is',
    'entity add': 'opent de boeken van een Activiteit meer',
    'entity list': 'toont de Activiteiten van het bestand',
    post: 'boekt in JSON geschreven boekingen: [{journal, date, label, documentRef, lines:[{account, debitCents, creditCents}]}]',
    reverse: 'boekt een boeking tegen, met de reden',
    import: 'neemt bestanden op (fec, csv, entries); alles of niets per bestand, behalve met --partial',
    export: 'schrijft de boeken uit (fec, hledger, beancount, entries, csv, xlsx)',
    'close-period': 'sluit de boeken tot en met een dag',
    'year-end': 'boekt de afsluiting en de heropening van een boekjaar, en sluit het dan',
    'trial-balance': 'de proef- en saldibalans op een datum',
    statements: 'de balans en de resultatenrekening van een boekjaar, in het wettelijke model, naast het vorige boekjaar',
    ledger: 'het grootboek van een rekening',
    journal: 'de boekingen met hun lijnen',
    verify: 'bewijst de boeken met hun keten; eindigt met 1 als iets niet klopt',
    backup: 'maakt een gecontroleerde kopie, onder een vrije naam',
    restore: 'herstelt een kopie in een nieuw bestand, nooit over een ander heen',
    serve: 'opent de schermen in een browser van deze machine; toont een adres dat één keer werkt',
  },
  options: {
    workspace: 'het boekhoudbestand (of de variabele ARCHIPEL_WORKSPACE)', entity: 'de code van de Activiteit; overbodig als er maar één is', json: 'antwoord voor een programma',
    lang: 'taal van de zinnen', on: 'de werkdatum (standaard vandaag)', 'passphrase-file': 'het bestand met de geheime zin, waar sleutels vergrendeld zijn', help: 'deze hulp',
    kind: 'van wie het bestand is', country: 'het land, dus het rekeningstelsel', name: 'de naam', 'entity-name': 'de naam van de Activiteit', 'first-year': 'begin en einde van het eerste boekjaar',
    demo: 'vult het met een demonstratie', reason: 'de reden, verplicht', date: 'de datum van de tegenboeking', from: 'eerste dag', to: 'laatste dag', 'as-of': 'de dag van de balans',
    until: 'de laatste gesloten dag', all: 'voor alle Activiteiten van het bestand',
    year: 'het boekjaar, met zijn code', account: 'het rekeningnummer', journal: 'de code van het dagboek', full: 'maakt ook elke boeking opnieuw en herleest elk document', output: 'het te schrijven bestand',
    port: 'de poort (standaard een vrije)', open: 'opent ook de browser', idle: 'sluit na zoveel minuten zonder vraag', 'dry-run': 'toont zonder iets te schrijven', partial: 'neemt wat juist is, weigert de rest',
    mapping: 'een JSON-bestand: welke kolom wat zegt', siren: 'het SIREN-nummer, voor de naam van de FEC',
    model: 'het model; dat van het land als er niets gezegd is', xlsx: 'schrijft ook een Excel-werkmap', pdf: 'schrijft ook een PDF',
  },
}

const english: HelpWords = {
  title: 'Archipel: the complete books of each Activité.',
  usage: 'archipel <command> … · archipel help <command> says more.',
  common: 'Options of every command:',
  exit: 'Exit: 0 done · 1 refused, nothing changed · 2 wrong usage · 3 the machine failed (disk, file, lock).',
  commands: {
    init: 'makes a workspace, and its first Activité when -e is given',
    'entity add': 'opens the books of one more Activité',
    'entity list': 'shows the Activités of the workspace',
    post: 'books entries written as JSON: [{journal, date, label, documentRef, lines:[{account, debitCents, creditCents}]}]',
    reverse: 'reverses an entry, with the reason',
    import: 'takes files in (fec, csv, entries); all or nothing per file, unless --partial',
    export: 'takes the books out (fec, hledger, beancount, entries, csv, xlsx)',
    'close-period': 'closes the books up to a day, that day included',
    'year-end': 'books the closing and opening entries of a fiscal year, then closes it',
    'trial-balance': 'the trial balance on a day',
    statements: 'the balance sheet and income statement of a fiscal year, in the model of the law, beside the year before',
    ledger: 'the ledger of an account',
    journal: 'entries with their lines',
    verify: 'proves the books by their chain; exits 1 when something does not agree',
    backup: 'makes a verified copy, under a free name',
    restore: 'restores a copy into a new file, never over another',
    serve: 'opens the screens in a browser of this machine; prints an address that works once',
  },
  options: {
    workspace: 'the workspace file (or the variable ARCHIPEL_WORKSPACE)', entity: 'the code of the Activité; not needed when there is only one', json: 'an answer for a program',
    lang: 'language of the sentences', on: 'the working date (today by default)', 'passphrase-file': 'the file of the passphrase, where keys are locked', help: 'this help',
    kind: 'whose workspace it is', country: 'the country, hence the chart of accounts', name: 'the name', 'entity-name': 'the name of the Activité', 'first-year': 'the bounds of the first fiscal year',
    demo: 'fills it with a demonstration', reason: 'the reason, required', date: 'the date of the reversal', from: 'first day', to: 'last day', 'as-of': 'the day of the balance',
    until: 'the last day closed', all: 'for every Activité of the file',
    year: 'the fiscal year, by its code', account: 'the account number', journal: 'the code of the journal', full: 'also makes every entry again and reads every document', output: 'the file to write',
    port: 'the port (a free one by default)', open: 'also opens the browser', idle: 'closes after that many minutes without a request', 'dry-run': 'shows without writing', partial: 'takes what is right, refuses the rest',
    mapping: 'a JSON file: which column says what', siren: 'the SIREN, for the name of the FEC',
    model: 'the model; that of the country when nothing is said', xlsx: 'writes an Excel workbook too', pdf: 'writes a PDF too',
  },
}

function withExchange(words: HelpWords, language: Language): HelpWords {
  const more = EXCHANGE_HELP[language]
  return { ...words, commands: { ...words.commands, ...more.commands }, options: { ...more.options, ...words.options } }
}

export const HELP: Readonly<Record<Language, HelpWords>> = { fr: withExchange(french, 'fr'), nl: withExchange(dutch, 'nl'), en: withExchange(english, 'en') }
