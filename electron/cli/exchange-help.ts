import type { Language } from './command.ts'

interface ExchangeHelp {
  readonly commands: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, string>>
}

const french: ExchangeHelp = {
  commands: {
    'enrol request': 'demande à rejoindre le siège : écrit un fichier à lui envoyer et l’empreinte à comparer de vive voix',
    'enrol accept': 'au siège : accepte une demande après comparaison de l’empreinte, écrit la réponse ; fonde le siège la première fois',
    'enrol finish': 'termine l’entrée avec la réponse du siège',
    'pli make': 'fait le pli suivant pour le siège, une Activité ou un bureau régional : signé, scellé pour ses lecteurs',
    'pli show': 'montre ce qu’un pli contient et ce que donnerait sa prise, sans rien écrire',
    'pli take': 'prend des plis, dans n’importe quel ordre ; en JSON : {"plis":[{file, outcome, segments:[{stream, answer, facts}], refused, notices}]} ; sort 1 si l’un est refusé',
    'fork repair': 'comptabilise de nouveau, dans un nouveau fichier qui a rejoint le siège, ce que celui-ci écrivit à part (copie restaurée, histoire double)',
    'keys list': 'qui peut signer quoi, avec les empreintes',
    'keys rotate': 'fait de nouvelles clés pour ce fichier ; au siège, avec deux fichiers de clés racines',
    'keys revoke': 'au siège : retire un accès (auteur, nom ou CODE/LETTRE) à partir d’une position',
    'keys found': 'fonde le siège : trois clés racines, chacune dans son fichier, scellées par trois phrases secrètes',
    'keys state-root': 'renouvelle ce que dit la racine, avec deux de ses fichiers',
    'keys recovery-sheet': 'écrit la fiche de secours à imprimer et à garder ailleurs',
    'keys lock': 'scelle les mêmes clés par une autre phrase secrète ; sans fichier, par cette machine',
    'parameters show': 'les paramètres datés et les plans comptables publiés par le siège ; avec --on, ceux de ce jour',
    'parameters publish': 'publie : {name, validFrom, content, note?} ou {chart, edition, content}, ou une liste',
    'office add': 'enregistre ou change un bureau régional',
    'office list': 'les bureaux régionaux, leurs conseiller·ères, leurs Activités',
    entrust: 'confie une Activité à un bureau régional, ou la lui retire (--end)',
    consolidate: 'la somme de tous les livres : {entities, rows, eliminations, missingHalves, totals}',
    freshness: 'la fraîcheur de chaque Activité : dernier pli, ce qui manque, ce qui attend',
    portfolio: 'les Activités confiées à ce bureau régional et ce qui demande attention',
    'simulate-federation': 'remplit un siège d’une fédération vraisemblable, pour essayer et pour apprendre',
  },
  options: {
    person: 'qui demande', email: 'son adresse électronique', role: 'le rôle demandé ou accordé', joins: 'l’Activité que cette machine rejoint', office: 'le bureau régional',
    fingerprint: 'les six mots lus de vive voix : refusé s’ils diffèrent', 'replace-key': 'la clé connue est perdue : celle-ci la remplace', to: 'pour qui',
    since: 'acknowledged : ce qu’il n’est pas connu détenir (par défaut) ; sent : la suite du dernier pli', recursive: 'prend tous les *.pli de ce dossier et de ses sous-dossiers',
    last: 'la dernière position qui reste valable', end: 'met fin', 'keys state-root end': 'l’auteur qui cesse de travailler pour le siège', expires: 'jusqu’à quand la racine est crue',
    'keys found output': 'le dossier des trois fichiers', 'root-passphrase-file': 'les phrases secrètes des clés racines, une par ligne', 'new-passphrase-file': 'la nouvelle phrase secrète',
    address: 'l’adresse', closed: 'le jour de sa fermeture', 'legal-entity': 'les livres du siège de cette personne morale', group: 'toutes les personnes morales ensemble (par défaut)', again: 'additionne de nouveau chaque livre', incomplete: 'seulement ce qui demande un regard',
    entities: 'combien d’Activités', years: 'combien d’années', seed: 'le nombre qui rend la même fédération',
  },
}

const dutch: ExchangeHelp = {
  commands: {
    'enrol request': 'vraagt om aan te sluiten bij de hoofdzetel: schrijft een bestand om te sturen en de vingerafdruk om hardop te vergelijken',
    'enrol accept': 'bij de hoofdzetel: aanvaardt een aanvraag na vergelijking van de vingerafdruk, schrijft het antwoord; sticht de hoofdzetel de eerste keer',
    'enrol finish': 'rondt de aansluiting af met het antwoord van de hoofdzetel',
    'pli make': 'maakt de volgende pli voor de hoofdzetel, een Activiteit of een regionaal kantoor: ondertekend, verzegeld voor haar lezers',
    'pli show': 'toont wat een pli bevat en wat het opnemen zou geven, zonder iets te schrijven',
    'pli take': 'neemt pli’s op, in eender welke volgorde; in JSON: {"plis":[{file, outcome, segments:[{stream, answer, facts}], refused, notices}]}; eindigt met 1 als er één geweigerd is',
    'fork repair': 'boekt opnieuw, in een nieuw bestand dat bij de hoofdzetel aansloot, wat dit bestand apart schreef (herstelde kopie, dubbele geschiedenis)',
    'keys list': 'wie wat mag ondertekenen, met de vingerafdrukken',
    'keys rotate': 'maakt nieuwe sleutels voor dit bestand; bij de hoofdzetel, met twee bestanden van wortelsleutels',
    'keys revoke': 'bij de hoofdzetel: trekt een toegang in (auteur, naam of CODE/LETTER) vanaf een positie',
    'keys found': 'sticht de hoofdzetel: drie wortelsleutels, elk in een bestand, verzegeld met drie geheime zinnen',
    'keys state-root': 'vernieuwt wat de wortel zegt, met twee van haar bestanden',
    'keys recovery-sheet': 'schrijft de herstelfiche om af te drukken en elders te bewaren',
    'keys lock': 'verzegelt dezelfde sleutels met een andere geheime zin; zonder bestand, met deze machine',
    'parameters show': 'de gedateerde parameters en de rekeningstelsels die de hoofdzetel publiceerde; met --on, die van die dag',
    'parameters publish': 'publiceert: {name, validFrom, content, note?} of {chart, edition, content}, of een lijst',
    'office add': 'registreert of wijzigt een regionaal kantoor',
    'office list': 'de regionale kantoren, hun adviseurs, hun Activiteiten',
    entrust: 'vertrouwt een Activiteit toe aan een regionaal kantoor, of neemt ze terug (--end)',
    consolidate: 'de som van alle boeken: {entities, rows, eliminations, missingHalves, totals}',
    freshness: 'hoe vers elke Activiteit is: laatste pli, wat ontbreekt, wat wacht',
    portfolio: 'de Activiteiten die aan dit kantoor zijn toevertrouwd en wat aandacht vraagt',
    'simulate-federation': 'vult een hoofdzetel met een geloofwaardige federatie, om te proberen en te leren',
  },
  options: {
    person: 'wie vraagt', email: 'het e-mailadres', role: 'de gevraagde of toegekende rol', joins: 'de Activiteit waar deze machine bij aansluit', office: 'het regionale kantoor',
    fingerprint: 'de zes hardop gelezen woorden: geweigerd als ze verschillen', 'replace-key': 'de gekende sleutel is verloren: deze vervangt hem', to: 'voor wie',
    since: 'acknowledged: wat niet bekend is als ontvangen (standaard); sent: het vervolg van de laatste pli', recursive: 'neemt alle *.pli van deze map en haar submappen op',
    last: 'de laatste positie die geldig blijft', end: 'beëindigt', 'keys state-root end': 'de auteur die niet langer voor de hoofdzetel werkt', expires: 'tot wanneer de wortel geloofd wordt',
    'keys found output': 'de map van de drie bestanden', 'root-passphrase-file': 'de geheime zinnen van de wortelsleutels, één per regel', 'new-passphrase-file': 'de nieuwe geheime zin',
    address: 'het adres', closed: 'de dag van sluiting', 'legal-entity': 'de boeken van de hoofdzetel van deze rechtspersoon', group: 'alle rechtspersonen samen (standaard)', again: 'telt elk boek opnieuw op', incomplete: 'enkel wat een blik vraagt',
    entities: 'hoeveel Activiteiten', years: 'hoeveel jaren', seed: 'het getal dat dezelfde federatie geeft',
  },
}

const english: ExchangeHelp = {
  commands: {
    'enrol request': 'asks to join headquarters: writes a file to send and the fingerprint to compare aloud',
    'enrol accept': 'at headquarters: accepts a request after comparing the fingerprint, writes the answer; founds headquarters the first time',
    'enrol finish': 'ends the joining with the answer of headquarters',
    'pli make': 'makes the next pli for headquarters, an Activité or a regional office: signed, sealed for its readers',
    'pli show': 'shows what a pli holds and what taking it would answer, and writes nothing',
    'pli take': 'takes plis, in any order; as JSON: {"plis":[{file, outcome, segments:[{stream, answer, facts}], refused, notices}]}; exits 1 when one is refused',
    'fork repair': 'books again, in a new file that joined headquarters, what this one wrote apart (a restored copy, a double history)',
    'keys list': 'who may sign what, with the fingerprints',
    'keys rotate': 'makes new keys for this workspace; at headquarters, with two root key files',
    'keys revoke': 'at headquarters: ends an access (author, name or CODE/LETTER) from a position on',
    'keys found': 'founds headquarters: three root keys, each in its file, sealed by three passphrases',
    'keys state-root': 'renews what the root says, with two of its files',
    'keys recovery-sheet': 'writes the recovery sheet to print and keep elsewhere',
    'keys lock': 'seals the same keys by another passphrase; without a file, by this machine',
    'parameters show': 'dated parameters and charts that headquarters published; with --on, those of that day',
    'parameters publish': 'publishes: {name, validFrom, content, note?} or {chart, edition, content}, or a list',
    'office add': 'records or changes a regional office',
    'office list': 'the regional offices, their advisers, their Activités',
    entrust: 'entrusts an Activité to a regional office, or takes it back (--end)',
    consolidate: 'the sum of all books: {entities, rows, eliminations, missingHalves, totals}',
    freshness: 'how fresh each Activité is: last pli, what is missing, what waits',
    portfolio: 'the Activités entrusted to this regional office and what asks for attention',
    'simulate-federation': 'fills a headquarters with a believable federation, to try and to learn',
  },
  options: {
    person: 'who asks', email: 'the mail address', role: 'the role asked or granted', joins: 'the Activité that this machine joins', office: 'the regional office',
    fingerprint: 'the six words read aloud: refused when they differ', 'replace-key': 'the key known is lost: this one replaces it', to: 'for whom',
    since: 'acknowledged: what it is not known to hold (default); sent: what follows the last pli', recursive: 'takes every *.pli of this folder and of those inside',
    last: 'the last position that stays good', end: 'ends it', 'keys state-root end': 'the author who works for headquarters no longer', expires: 'until when the root is believed',
    'keys found output': 'the folder of the three files', 'root-passphrase-file': 'the passphrases of the root keys, one a line', 'new-passphrase-file': 'the new passphrase',
    address: 'the address', closed: 'the day it closed', 'legal-entity': 'headquarters’ own books of that legal person', group: 'all legal persons together (default)', again: 'adds every book up again', incomplete: 'only what asks for a look',
    entities: 'how many Activités', years: 'how many years', seed: 'the number that gives the same federation again',
  },
}

export const EXCHANGE_HELP: Readonly<Record<Language, ExchangeHelp>> = { fr: french, nl: dutch, en: english }
