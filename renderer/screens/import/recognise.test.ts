import { expect, test } from 'vitest'
import { recognise } from './recognise.ts'

test.each([
  ['123456789FEC20251231.txt', 'anything', { format: 'fec' }],
  ['export.txt', 'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum', { format: 'fec' }],
  ['ecritures.json', ' [ {"journal":"VE"', { format: 'entries' }],
  ['banque.csv', 'Date;Montant;Libelle\n', { format: 'csv' }],
  ['banque.txt', 'Date;Montant;Libelle\n', { format: 'csv' }],
  ['banque.xlsx', 'PK\u0003\u0004', { unknown: 'workbook' }],
  ['facture.pdf', '%PDF-1.7', { unknown: 'pdf' }],
  ['image.csv', 'a\u0000b', { unknown: 'other' }],
  ['vide.csv', '  \n', { unknown: 'empty' }],
  ['lettre.txt', 'Bonjour\nvoici mes comptes', { unknown: 'other' }],
])('%s', (name, head, found) => expect(recognise(name, head)).toEqual(found))
