import type { Language } from './command.ts'

type InThree = Readonly<Record<Language, string>>

/** What the commands of exchange say by themselves. */
const WORDS = {
  keysMade_passphrase: {
    fr: 'Les clés de ce fichier viennent d’être faites, scellées par votre phrase secrète. Imprimez la fiche de secours : archipel keys recovery-sheet -o FICHIER.pdf',
    nl: 'De sleutels van dit bestand zijn zojuist gemaakt, verzegeld met uw geheime zin. Druk de herstelfiche af: archipel keys recovery-sheet -o BESTAND.pdf',
    en: 'The keys of this workspace were just made, sealed by your passphrase. Print the recovery sheet: archipel keys recovery-sheet -o FILE.pdf',
  },
  keysMade_keychain: {
    fr: 'Les clés de ce fichier viennent d’être faites, gardées par le trousseau de ce système. Imprimez la fiche de secours : archipel keys recovery-sheet -o FICHIER.pdf',
    nl: 'De sleutels van dit bestand zijn zojuist gemaakt, bewaard door de sleutelhanger van dit systeem. Druk de herstelfiche af: archipel keys recovery-sheet -o BESTAND.pdf',
    en: 'The keys of this workspace were just made, kept by the keychain of this system. Print the recovery sheet: archipel keys recovery-sheet -o FILE.pdf',
  },
  keysMade_machine: {
    fr: 'Les clés de ce fichier viennent d’être faites, protégées par votre seul compte sur cette machine. Une phrase secrète est plus sûre (--passphrase-file). Imprimez la fiche de secours : archipel keys recovery-sheet -o FICHIER.pdf',
    nl: 'De sleutels van dit bestand zijn zojuist gemaakt, enkel beschermd door uw account op deze machine. Een geheime zin is veiliger (--passphrase-file). Druk de herstelfiche af: archipel keys recovery-sheet -o BESTAND.pdf',
    en: 'The keys of this workspace were just made, protected by your account on this machine only. A passphrase is safer (--passphrase-file). Print the recovery sheet: archipel keys recovery-sheet -o FILE.pdf',
  },
  fingerprint: { fr: 'Empreinte à comparer : {what}', nl: 'Vingerafdruk om te vergelijken: {what}', en: 'Fingerprint to compare: {what}' },
  rootFingerprint: { fr: 'Empreinte du siège : {what}', nl: 'Vingerafdruk van de hoofdzetel: {what}', en: 'Fingerprint of headquarters: {what}' },
  requestWritten: { fr: 'Demande écrite : {what}', nl: 'Aanvraag geschreven: {what}', en: 'Request written: {what}' },
  requestNext: {
    fr: 'Envoyez ce fichier au siège et lisez-lui l’empreinte de vive voix ; il répondra par un fichier.',
    nl: 'Stuur dit bestand naar de hoofdzetel en lees de vingerafdruk hardop voor; die antwoordt met een bestand.',
    en: 'Send this file to headquarters and read the fingerprint aloud to them; they answer with a file.',
  },
  accepted: { fr: 'Acceptée : {person} ({what})', nl: 'Aanvaard: {person} ({what})', en: 'Accepted: {person} ({what})' },
  answerWritten: { fr: 'Réponse écrite : {what}', nl: 'Antwoord geschreven: {what}', en: 'Answer written: {what}' },
  joined: { fr: 'Rejoint : {what} ({entities})', nl: 'Aangesloten bij: {what} ({entities})', en: 'Joined: {what} ({entities})' },
  rootKeysBeside: {
    fr: 'IMPORTANT : le siège vient d’être fondé. Ses trois clés racines sont écrites ici : {what}. Confiez-les dès aujourd’hui à trois personnes, sur trois supports, et effacez-les de ce dossier : deux d’entre elles suffisent à nommer qui parle pour le siège.',
    nl: 'BELANGRIJK: de hoofdzetel is zojuist gesticht. Haar drie wortelsleutels staan hier: {what}. Vertrouw ze vandaag nog toe aan drie personen, op drie dragers, en wis ze uit deze map: twee ervan volstaan om te zeggen wie voor de hoofdzetel spreekt.',
    en: 'IMPORTANT: headquarters was just founded. Its three root keys are written here: {what}. Hand them today to three people, on three devices, and erase them from this folder: two of them suffice to name who speaks for headquarters.',
  },
  rootPassphrases: {
    fr: 'Phrases secrètes des trois clés racines, tirées au sort. Elles ne sont écrites nulle part : notez chacune pour la personne qui gardera la clé.\n{what}',
    nl: 'Geheime zinnen van de drie wortelsleutels, door het lot gekozen. Ze staan nergens geschreven: noteer elk voor de persoon die de sleutel bewaart.\n{what}',
    en: 'Passphrases of the three root keys, drawn by lot. They are written nowhere: note each for the person who will keep the key.\n{what}',
  },
  founded: { fr: 'Siège fondé. Clés racines : {what}', nl: 'Hoofdzetel gesticht. Wortelsleutels: {what}', en: 'Headquarters founded. Root keys: {what}' },
  rootStated: { fr: 'La racine en est à sa version {version}.', nl: 'De wortel is nu aan versie {version}.', en: 'The root is now at version {version}.' },
  pliMade: {
    fr: 'Pli n° {number} pour {to} : {facts} faits, lisible par {readers} · {what}',
    nl: 'Pli nr. {number} voor {to}: {facts} feiten, leesbaar voor {readers} · {what}',
    en: 'Pli no. {number} for {to}: {facts} facts, readable by {readers} · {what}',
  },
  pliReaders: { fr: 'Lisible par : {what}', nl: 'Leesbaar voor: {what}', en: 'Readable by: {what}' },
  plisPassedOver: { fr: 'Déjà pris auparavant, laissés : {count}', nl: 'Eerder al opgenomen, overgeslagen: {count}', en: 'Taken before, passed over: {count}' },
  forkRepaired: { fr: 'Écritures comptabilisées de nouveau dans {what} : {count}', nl: 'Boekingen opnieuw geboekt in {what}: {count}', en: 'Entries booked again in {what}: {count}' },
  outcome_taken: { fr: 'pris', nl: 'opgenomen', en: 'taken' },
  outcome_known: { fr: 'déjà connu', nl: 'al bekend', en: 'already known' },
  outcome_waiting: { fr: 'en attente', nl: 'wacht', en: 'waiting' },
  outcome_refused: { fr: 'refusé', nl: 'geweigerd', en: 'refused' },
  answer_new: { fr: '{facts} faits nouveaux', nl: '{facts} nieuwe feiten', en: '{facts} new facts' },
  answer_known: { fr: 'connu', nl: 'bekend', en: 'known' },
  answer_gap: { fr: 'il manque les n° {from} à {to}', nl: 'nr. {from} tot {to} ontbreken', en: 'no. {from} to {to} are missing' },
  answer_fork: { fr: 'deux histoires à partir du n° {at}', nl: 'twee geschiedenissen vanaf nr. {at}', en: 'two histories from no. {at}' },
  'answer_unknown-key': { fr: 'clé inconnue', nl: 'onbekende sleutel', en: 'unknown key' },
  'answer_revoked-key': { fr: 'clé révoquée', nl: 'ingetrokken sleutel', en: 'revoked key' },
  answer_tampered: { fr: 'modifié en chemin', nl: 'onderweg gewijzigd', en: 'changed on the way' },
  'answer_too-new': { fr: 'd’une version plus récente du programme', nl: 'van een recentere programmaversie', en: 'from a newer version of the program' },
  person: { fr: 'Personne', nl: 'Persoon', en: 'Person' },
  role: { fr: 'Rôle', nl: 'Rol', en: 'Role' },
  entities: { fr: 'Activités', nl: 'Activiteiten', en: 'Activités' },
  author: { fr: 'Clé de', nl: 'Sleutel van', en: 'Key of' },
  words: { fr: 'Empreinte', nl: 'Vingerafdruk', en: 'Fingerprint' },
  state: { fr: 'État', nl: 'Toestand', en: 'State' },
  revoked: { fr: 'Révoqué : {what}', nl: 'Ingetrokken: {what}', en: 'Revoked: {what}' },
  rotated: { fr: 'Nouvelles clés en usage.', nl: 'Nieuwe sleutels in gebruik.', en: 'New keys in use.' },
  keysRestored: { fr: 'Les clés de la fiche de secours sont en usage. Faites maintenant une nouvelle demande (enrol request) : la réponse du siège ramène les livres.', nl: 'De sleutels van de herstelfiche zijn in gebruik. Doe nu een nieuwe aanvraag (enrol request): het antwoord van de hoofdzetel brengt de boeken terug.', en: 'The keys of the recovery sheet are in use. Now make a new request (enrol request): the answer of headquarters brings the books back.' },
  sealed: { fr: 'Clés scellées par : {what}', nl: 'Sleutels verzegeld met: {what}', en: 'Keys sealed by: {what}' },
  published: { fr: 'Publié : {what}', nl: 'Gepubliceerd: {what}', en: 'Published: {what}' },
  officeRecorded: { fr: 'Bureau régional enregistré : {what}', nl: 'Regionaal kantoor geregistreerd: {what}', en: 'Regional office recorded: {what}' },
  entrusted: { fr: '{entity} est confiée au bureau {what}.', nl: '{entity} is toevertrouwd aan kantoor {what}.', en: '{entity} is entrusted to office {what}.' },
  entrustedEnded: { fr: '{entity} n’est plus confiée au bureau {what}.', nl: '{entity} is niet langer toevertrouwd aan kantoor {what}.', en: '{entity} is no longer entrusted to office {what}.' },
  remaining: { fr: 'Après éliminations', nl: 'Na eliminaties', en: 'After eliminations' },
  fresh_missingPlis: { fr: 'plis manquants : {count}', nl: 'ontbrekende pli’s: {count}', en: 'missing plis: {count}' },
  fresh_waitingPlis: { fr: 'plis en attente : {count}', nl: 'wachtende pli’s: {count}', en: 'waiting plis: {count}' },
  fresh_forks: { fr: 'histoires doubles : {count}', nl: 'dubbele geschiedenissen: {count}', en: 'double histories: {count}' },
  fresh_openHalves: { fr: 'moitiés sans leur paire : {count}', nl: 'helften zonder hun paar: {count}', en: 'halves without their pair: {count}' },
  simulated: { fr: 'Fédération simulée : {entities} Activités, {entries} écritures', nl: 'Gesimuleerde federatie: {entities} Activiteiten, {entries} boekingen', en: 'Simulated federation: {entities} Activités, {entries} entries' },
  missingHalves: { fr: 'Moitiés qui manquent : {count}', nl: 'Ontbrekende helften: {count}', en: 'Missing halves: {count}' },
  validFrom: { fr: 'À partir du', nl: 'Vanaf', en: 'From' },
  lastPli: { fr: 'Dernier pli', nl: 'Laatste pli', en: 'Last pli' },
  reasons: { fr: 'À voir', nl: 'Te bekijken', en: 'To look at' },
} as const satisfies Readonly<Record<string, InThree>>

export function exchangeWord(name: keyof typeof WORDS, language: Language, values: Readonly<Record<string, string | number>> = {}): string {
  return WORDS[name][language].replace(/\{(\w+)\}/gu, (_, key: string) => String(values[key] ?? ''))
}
