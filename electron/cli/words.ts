import type { Language } from './command.ts'

type InThree = Readonly<Record<Language, string>>

/** What the command line says by itself: usage, and what went wrong with the machine. `{what}` is what was typed, or the file. */
export const USAGE: Readonly<Record<string, InThree>> = {
  unknown_command: {
    fr: 'Commande inconnue : « {what} ». « archipel help » les montre toutes.',
    nl: 'Onbekend commando: "{what}". "archipel help" toont ze allemaal.',
    en: 'Unknown command: "{what}". "archipel help" shows them all.',
  },
  unknown_option: {
    fr: 'Option inconnue : {what}. « archipel help » montre celles de chaque commande.',
    nl: 'Onbekende optie: {what}. "archipel help" toont die van elk commando.',
    en: 'Unknown option: {what}. "archipel help" shows those of each command.',
  },
  option_value: {
    fr: 'L’option {what} demande une valeur, ou n’en prend pas.',
    nl: 'De optie {what} vraagt een waarde, of neemt er geen.',
    en: 'The option {what} needs a value, or takes none.',
  },
  missing_argument: { fr: 'Il manque un mot : archipel {what}', nl: 'Er ontbreekt een woord: archipel {what}', en: 'A word is missing: archipel {what}' },
  too_many_arguments: { fr: 'Un mot de trop : archipel {what}', nl: 'Een woord te veel: archipel {what}', en: 'One word too many: archipel {what}' },
  missing_option: { fr: 'Il manque l’option {what}.', nl: 'De optie {what} ontbreekt.', en: 'The option {what} is missing.' },
  missing_workspace: {
    fr: 'Quel fichier ? Donnez-le par -w FICHIER.archipel.',
    nl: 'Welk bestand? Geef het met -w BESTAND.archipel.',
    en: 'Which file? Give it with -w FILE.archipel.',
  },
  missing_entity: {
    fr: 'Quelle Activité ? Donnez son code par -e ; ce fichier en contient {what}.',
    nl: 'Welke Activiteit? Geef haar code met -e; dit bestand bevat er {what}.',
    en: 'Which Activité? Give its code with -e; this file holds {what}.',
  },
  bad_date: {
    fr: 'Date illisible : « {what} ». Écrivez AAAA-MM-JJ, par exemple 2026-03-31.',
    nl: 'Onleesbare datum: "{what}". Schrijf JJJJ-MM-DD, bijvoorbeeld 2026-03-31.',
    en: 'Unreadable date: "{what}". Write YYYY-MM-DD, for example 2026-03-31.',
  },
  bad_choice: { fr: 'Valeur non prévue : {what}.', nl: 'Onverwachte waarde: {what}.', en: 'Unexpected value: {what}.' },
  not_a_file: { fr: '{what} n’est pas un fichier.', nl: '{what} is geen bestand.', en: '{what} is not a file.' },
  passphrase_file: {
    fr: '{what} ne contient pas de phrase secrète lisible. Mettez-y la phrase seule, en UTF-8, sur une ligne.',
    nl: '{what} bevat geen leesbare geheime zin. Zet er alleen de zin in, in UTF-8, op één regel.',
    en: '{what} holds no readable passphrase. Put the passphrase alone in it, in UTF-8, on one line.',
  },
  root_passphrase_lines: {
    fr: 'Le fichier des phrases secrètes des clés racines en veut une par clé, chacune sur sa ligne, ou une seule que suivra le numéro de chaque clé.',
    nl: 'Het bestand met geheime zinnen van de wortelsleutels vraagt er één per sleutel, elk op een regel, of één enkele die door het nummer van elke sleutel wordt gevolgd.',
    en: 'The file of the passphrases of the root keys needs one for each key, each on its line, or a single one that the number of each key will follow.',
  },
  several_keys: {
    fr: 'Ce nom est celui de plusieurs clés : {what}. Nommez l’une d’elles, telle qu’elle est écrite ici.',
    nl: 'Deze naam hoort bij meerdere sleutels: {what}. Noem er één, zoals hier geschreven.',
    en: 'This name belongs to several keys: {what}. Name one of them, as it is written here.',
  },
  bad_json: {
    fr: 'Le fichier {what} n’est pas du JSON lisible. Vérifiez qu’il est complet et en UTF-8.',
    nl: 'Het bestand {what} is geen leesbare JSON. Controleer of het volledig is en in UTF-8 staat.',
    en: 'The file {what} is not readable JSON. Check that it is complete and in UTF-8.',
  },
}

export const FAULTS: Readonly<Record<string, InThree>> = {
  not_a_workspace: {
    fr: '{what} n’est pas un fichier de comptes Archipel. Choisissez un fichier *.archipel.',
    nl: '{what} is geen Archipel-bestand. Kies een bestand *.archipel.',
    en: '{what} is not an Archipel file. Choose a *.archipel file.',
  },
  workspace_damaged: {
    fr: 'Le fichier {what} est abîmé. N’y touchez plus et restaurez la dernière sauvegarde : archipel restore.',
    nl: 'Het bestand {what} is beschadigd. Raak het niet meer aan en herstel de laatste back-up: archipel restore.',
    en: 'The file {what} is damaged. Leave it as it is and restore the last backup: archipel restore.',
  },
  workspace_locked: {
    fr: 'Le fichier {what} est déjà ouvert en écriture{holder}. Fermez l’autre fenêtre ou attendez, puis recommencez.',
    nl: 'Het bestand {what} is al geopend om te schrijven{holder}. Sluit het andere venster of wacht, en begin opnieuw.',
    en: 'The file {what} is already open for writing{holder}. Close the other window or wait, then try again.',
  },
  disk_full: {
    fr: 'Le disque est plein : rien n’a été écrit. Libérez de la place puis recommencez.',
    nl: 'De schijf is vol: er is niets geschreven. Maak plaats en begin opnieuw.',
    en: 'The disk is full: nothing was written. Free some space, then try again.',
  },
  disk_failed: {
    fr: 'Le disque a refusé de lire ou d’écrire {what}. Rien n’est à moitié écrit ; vérifiez le disque, puis recommencez.',
    nl: 'De schijf weigerde {what} te lezen of te schrijven. Niets is half geschreven; controleer de schijf en begin opnieuw.',
    en: 'The disk refused to read or write {what}. Nothing is half written; check the disk, then try again.',
  },
  read_only: {
    fr: 'Le fichier {what} ne se laisse que lire. Copiez-le par « archipel restore » dans un dossier où vous pouvez écrire.',
    nl: 'Het bestand {what} kan alleen worden gelezen. Kopieer het met "archipel restore" naar een map waarin u kunt schrijven.',
    en: 'The file {what} can only be read. Copy it with "archipel restore" to a folder you can write in.',
  },
  file_missing: { fr: 'Le fichier {what} n’existe pas. Vérifiez son nom et son dossier.', nl: 'Het bestand {what} bestaat niet. Controleer naam en map.', en: 'The file {what} does not exist. Check its name and folder.' },
  no_permission: {
    fr: 'Votre compte d’utilisateur n’a pas le droit d’ouvrir {what}. Demandez-le, ou choisissez un autre dossier.',
    nl: 'Uw gebruikersaccount mag {what} niet openen. Vraag het recht, of kies een andere map.',
    en: 'Your user account may not open {what}. Ask for the right, or choose another folder.',
  },
  cannot_open: { fr: 'Le fichier {what} ne s’ouvre pas. Vérifiez que son dossier existe et que vous pouvez y écrire.', nl: 'Het bestand {what} gaat niet open. Controleer of de map bestaat en of u erin kunt schrijven.', en: 'The file {what} does not open. Check that its folder exists and that you can write in it.' },
  file_too_large: { fr: 'Le fichier {what} est trop gros. Découpez-le, par exemple par exercice.', nl: 'Het bestand {what} is te groot. Splits het, bijvoorbeeld per boekjaar.', en: 'The file {what} is too large. Split it, for example by fiscal year.' },
  backup_failed: { fr: 'La copie n’a pas pu être vérifiée : elle ne compte pas comme sauvegarde. Réessayez sur un autre disque.', nl: 'De kopie kon niet worden gecontroleerd: ze telt niet als back-up. Probeer een andere schijf.', en: 'The copy could not be verified: it does not count as a backup. Try another disk.' },
  migration_failed: {
    fr: 'Le fichier {what} n’a pas pu être mis à jour pour cette version ; il est resté tel quel, sa sauvegarde aussi.',
    nl: 'Het bestand {what} kon niet worden bijgewerkt voor deze versie; het bleef zoals het was, de back-up ook.',
    en: 'The file {what} could not be brought to this version; it was left as it was, and so was its backup.',
  },
  migration_changed: {
    fr: 'Le fichier {what} vient d’une version du programme que celle-ci ne reconnaît pas. Installez la version officielle.',
    nl: 'Het bestand {what} komt van een programmaversie die deze niet herkent. Installeer de officiële versie.',
    en: 'The file {what} comes from a version of the program that this one does not recognise. Install the official version.',
  },
  port_in_use: { fr: 'Le port {what} est déjà pris. Choisissez-en un autre par --port, ou ne donnez pas --port.', nl: 'Poort {what} is al in gebruik. Kies een andere met --port, of geef geen --port.', en: 'Port {what} is already in use. Choose another with --port, or give none.' },
  screens_missing: { fr: 'Les écrans ne sont pas construits. Lancez « npm start » une fois, ou « npm run build ».', nl: 'De schermen zijn niet gebouwd. Start één keer "npm start", of "npm run build".', en: 'The screens are not built. Run "npm start" once, or "npm run build".' },
  internal: {
    fr: 'Le programme a trouvé un défaut chez lui et s’est arrêté sans rien écrire. Référence : {reference}.',
    nl: 'Het programma vond een eigen fout en stopte zonder iets te schrijven. Referentie: {reference}.',
    en: 'The program found a defect of its own and stopped without writing anything. Reference: {reference}.',
  },
}

export function say(sentences: Readonly<Record<string, InThree>>, code: string, language: Language, values: Readonly<Record<string, string>>): string {
  const sentence = (sentences[code] ?? FAULTS['internal'])?.[language] ?? code
  return sentence.replace(/\{(\w+)\}/gu, (_, name: string) => values[name] ?? '')
}

/** Short words of tables and answers. */
export const WORDS = {
  account: { fr: 'Compte', nl: 'Rekening', en: 'Account' },
  label: { fr: 'Libellé', nl: 'Omschrijving', en: 'Label' },
  opening: { fr: 'À nouveau', nl: 'Beginsaldo', en: 'Opening' },
  debit: { fr: 'Débit', nl: 'Debet', en: 'Debit' },
  credit: { fr: 'Crédit', nl: 'Credit', en: 'Credit' },
  balance: { fr: 'Solde', nl: 'Saldo', en: 'Balance' },
  yearBefore: { fr: 'Exercice précédent', nl: 'Vorig boekjaar', en: 'Year before' },
  statementCheck: { fr: 'À voir ({what}) : écart de {amount}. {accounts}', nl: 'Te bekijken ({what}): verschil van {amount}. {accounts}', en: 'To look at ({what}): difference of {amount}. {accounts}' },
  accountUnnamed: { fr: '(intitulé pas encore arrivé)', nl: '(naam nog niet aangekomen)', en: '(name not yet known)' },
  total: { fr: 'Total', nl: 'Totaal', en: 'Total' },
  date: { fr: 'Date', nl: 'Datum', en: 'Date' },
  entry: { fr: 'Écriture', nl: 'Boeking', en: 'Entry' },
  document: { fr: 'Pièce', nl: 'Stuk', en: 'Document' },
  code: { fr: 'Code', nl: 'Code', en: 'Code' },
  name: { fr: 'Nom', nl: 'Naam', en: 'Name' },
  closing: { fr: 'Solde final', nl: 'Eindsaldo', en: 'Closing' },
  created: { fr: 'Créé : {what}', nl: 'Aangemaakt: {what}', en: 'Created: {what}' },
  onlyDemo: {
    fr: 'Il n’y a pas de démonstration « {what} » : voici « {name} ».',
    nl: 'Er is geen demonstratie "{what}": hier is "{name}".',
    en: 'There is no demonstration "{what}": here is "{name}".',
  },
  added: { fr: 'Activité ajoutée : {what}', nl: 'Activiteit toegevoegd: {what}', en: 'Activité added: {what}' },
  posted: { fr: 'Écritures comptabilisées : {what}', nl: 'Geboekte boekingen: {what}', en: 'Entries booked: {what}' },
  period_closed: { fr: 'Fermé : {what}.', nl: 'Gesloten: {what}.', en: 'Closed: {what}.' },
  year_ended: { fr: 'Exercice clôturé : {what}.', nl: 'Boekjaar afgesloten: {what}.', en: 'Year ended: {what}.' },
  reversed: { fr: 'Extourne : {what}', nl: 'Tegenboeking: {what}', en: 'Reversal: {what}' },
  imported: { fr: 'Lues : {read} · comptabilisées : {booked} · déjà connues : {known} · refusées : {refused}', nl: 'Gelezen: {read} · geboekt: {booked} · al bekend: {known} · geweigerd: {refused}', en: 'Read: {read} · booked: {booked} · already known: {known} · refused: {refused}' },
  dryRun: { fr: 'Essai : rien n’a été écrit.', nl: 'Proef: er is niets geschreven.', en: 'Dry run: nothing was written.' },
  written: { fr: 'Écrit : {what}', nl: 'Geschreven: {what}', en: 'Written: {what}' },
  verified: { fr: 'Tout concorde : {facts|fait|faits}, {entries|écriture|écritures}.', nl: 'Alles klopt: {facts|feit|feiten}, {entries|boeking|boekingen}.', en: 'All agrees: {facts|fact|facts}, {entries|entry|entries}.' },
  broken: { fr: 'Quelque chose ne concorde pas ({count}) :', nl: 'Iets klopt niet ({count}):', en: 'Something does not agree ({count}):' },
  backedUp: { fr: 'Sauvegarde vérifiée : {what} ({entries|écriture|écritures})', nl: 'Gecontroleerde back-up: {what} ({entries|boeking|boekingen})', en: 'Verified backup: {what} ({entries|entry|entries})' },
  restored: { fr: 'Restauré dans un nouveau fichier : {what} ({entries|écriture|écritures})', nl: 'Hersteld in een nieuw bestand: {what} ({entries|boeking|boekingen})', en: 'Restored into a new file: {what} ({entries|entry|entries})' },
  address: { fr: 'Ouvrez cette adresse dans votre navigateur (elle sert une fois) :', nl: 'Open dit adres in uw browser (het werkt één keer):', en: 'Open this address in your browser (it works once):' },
  again: { fr: 'Entrée : une nouvelle adresse · Ctrl+C : arrêter', nl: 'Enter: een nieuw adres · Ctrl+C: stoppen', en: 'Enter: a new address · Ctrl+C: stop' },
  heldBy: { fr: ' (machine {host}, processus {processId}, depuis {since})', nl: ' (machine {host}, proces {processId}, sinds {since})', en: ' (machine {host}, process {processId}, since {since})' },
  newer: {
    fr: 'Ce fichier vient d’une version plus récente du programme : il est ouvert en lecture seule.',
    nl: 'Dit bestand komt van een nieuwere programmaversie: het is alleen-lezen geopend.',
    en: 'This file comes from a newer version of the program: it is open for reading only.',
  },
  synced: {
    fr: 'Attention : ce fichier est dans un dossier synchronisé ou sur un disque réseau ({service}). Deux machines pourraient y écrire à la fois : gardez-le plutôt sur ce disque.',
    nl: 'Let op: dit bestand staat in een gesynchroniseerde map of op een netwerkschijf ({service}). Twee machines zouden er tegelijk in kunnen schrijven: bewaar het liever op deze schijf.',
    en: 'Careful: this file is in a synced folder or on a network disk ({service}). Two machines could write it at once: better keep it on this disk.',
  },
} as const satisfies Readonly<Record<string, InThree>>

export function word(name: keyof typeof WORDS, language: Language, values: Readonly<Record<string, string | number>> = {}): string {
  return filled(WORDS[name][language], language, values)
}

/** `{what}` is a value; `{count|fait|faits}` a number with its noun, which in French stays singular below two. */
export function filled(sentence: string, language: Language, values: Readonly<Record<string, string | number>>): string {
  return sentence
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/gu, (_, key: string, one: string, many: string) => {
      const number = Number(values[key] ?? 0)
      return `${number} ${(language === 'fr' ? number < 2 : number === 1) ? one : many}`
    })
    .replace(/\{(\w+)\}/gu, (_, key: string) => String(values[key] ?? ''))
}
