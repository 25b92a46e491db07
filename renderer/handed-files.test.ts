import { expect, test } from 'vitest'
import { handFiles, takeHandedFiles } from './handed-files.ts'

test('dropped files go to the page they were dropped for, once', () => {
  const pli = new File(['x'], 'envoi.pli')
  handFiles('/plis', [pli])
  expect(takeHandedFiles('/import')).toBeNull()
  expect(takeHandedFiles('/plis')).toEqual([pli])
  expect(takeHandedFiles('/plis')).toBeNull()
})
