import { expect, test } from 'vitest'
import { type Answer, cleanLines, decideNote, standingAnswer } from './advice.ts'

const answer = (id: number, said: Answer['answer'], logicalTime: number, author = 'a', sequence = id): Answer => ({ id, answer: said, logicalTime, author, sequence })

test('lines of a note are kept, what no text may hold is not', () => {
  expect(cleanLines('  un\u0000 \r\n\r\n\r\n\r\n deux\u202e\u2028trois\r ')).toBe('un\n\ndeux\ntrois')
  expect(cleanLines('e\u0301')).toBe('é')
  expect(cleanLines('\ud800')).toBeUndefined()
  expect(decideNote('\ud800')).toEqual({ ok: false, error: [{ code: 'note_empty' }] })
  expect(decideNote('x'.repeat(4001))).toMatchObject({ ok: false, error: [{ code: 'text_too_long', most: 4000 }] })
  expect(decideNote('x'.repeat(4000)).ok).toBe(true)
})

test('the first answer stands, whatever the order in which they are given', () => {
  const answers = [answer(1, 'withdrawn', 1), answer(2, 'declined', 5, 'b'), answer(3, 'accepted', 5, 'a', 9), answer(4, 'edited', 5, 'a', 3), answer(5, 'accepted', 6)]
  expect(standingAnswer(answers)?.id).toBe(4)
  expect(standingAnswer(answers.toReversed())?.id).toBe(4)
  expect(standingAnswer(answers.slice(0, 2))?.id).toBe(2)
  expect(standingAnswer(answers.slice(0, 1))?.id).toBe(1)
  expect(standingAnswer([])).toBeUndefined()
})
