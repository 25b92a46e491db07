import { expect, test } from 'vitest'
import { parseStatementModel, type Rubric, type StatementModel } from './statement-model.ts'

function rubric(code: string, terms: Rubric['terms'], section: Rubric['section'] = 'assets'): Rubric {
  return { code, section, level: 0, kind: 'line', label: { fr: code }, terms }
}

function model(...rubrics: Rubric[]): StatementModel {
  return {
    id: 'essai', country: 'BE', edition: '2021', source: 'Essai', label: { fr: 'Essai' }, offBalance: ['0'],
    controls: { assets: 'A', liabilities: 'P', result: 'R', resultAccounts: ['6', '7'] },
    rubrics: [
      rubric('A', [{ accounts: ['2'], side: 'balance', sign: 1 }]),
      rubric('P', [{ accounts: ['1'], side: 'balance', sign: -1 }, { rubrics: ['R'], sign: 1 }], 'equity_liabilities'),
      rubric('R', [{ accounts: ['6', '7'], side: 'balance', sign: -1 }], 'income'),
      ...rubrics,
    ],
  }
}

test('a sound model is taken as it is', () => {
  const sound = model()
  expect(parseStatementModel(JSON.parse(JSON.stringify(sound)))).toEqual({ ok: true, value: sound })
})

test('what is not a model says where', () => {
  expect(parseStatementModel([])).toEqual({ ok: false, error: [{ code: 'statement_model_unreadable', path: '' }] })
  const sound = model()
  const faults = [{ label: { nl: 'zonder Frans' } }, { terms: [{ accounts: ['4x'], side: 'balance', sign: 1 }] }, { terms: [{ accounts: ['4'], side: 'both', sign: 1 }] }]
  const broken = {
    ...sound,
    country: 'XX',
    controls: { ...sound.controls, result: undefined },
    rubrics: sound.rubrics.map((each, index) => ({ ...each, ...faults[index] })),
  }
  expect(parseStatementModel(broken)).toEqual({
    ok: false,
    error: ['country', 'controls.result', 'rubrics[0].label', 'rubrics[1].terms', 'rubrics[2].terms'].map((path) => ({ code: 'statement_model_unreadable', path })),
  })
})

test.each([
  { accounts: ['4'], side: 'balance', sign: 2 },
  { accounts: ['4'], side: 'balance' },
  { accounts: ['4'], rubrics: ['A'], side: 'balance', sign: 1 },
  { rubrics: [''], sign: 1 },
  '4',
])('the term %j is refused', (term) => {
  const sound = model()
  const broken = { ...sound, rubrics: [...sound.rubrics, { ...rubric('X', []), terms: [term] }] }
  expect(parseStatementModel(broken)).toEqual({ ok: false, error: [{ code: 'statement_model_unreadable', path: 'rubrics[3].terms' }] })
})

test('a formula that names no rubric is refused, and so is an unknown control', () => {
  const lost = model(rubric('X', [{ rubrics: ['A', 'Z'], sign: 1 }]), { ...rubric('Y', []), deductedFrom: 'Q' })
  expect(parseStatementModel({ ...lost, controls: { ...lost.controls, assets: 'N' } })).toEqual({
    ok: false,
    error: [
      { code: 'statement_rubric_unknown', rubric: 'controls.assets', unknown: 'N' },
      { code: 'statement_rubric_unknown', rubric: 'X', unknown: 'Z' },
      { code: 'statement_rubric_unknown', rubric: 'Y', unknown: 'Q' },
    ],
  })
})

test('a rubric that is part of itself is refused with its circle', () => {
  const circular = model(rubric('X', [{ rubrics: ['Y'], sign: 1 }]), rubric('Y', [{ rubrics: ['Z'], sign: -1 }]), rubric('Z', [{ rubrics: ['X'], sign: 1 }]))
  expect(parseStatementModel(circular)).toEqual({ ok: false, error: [{ code: 'statement_rubric_circular', rubrics: ['X', 'Y', 'Z', 'X'] }] })
})

test('two rubrics with one code are refused', () => {
  expect(parseStatementModel(model(rubric('A', [])))).toEqual({ ok: false, error: [{ code: 'statement_rubric_twice', rubric: 'A' }] })
})

test('accounts claimed twice on one side are refused; a home for each side is fine', () => {
  const sides = model(rubric('X', [{ accounts: ['55'], side: 'debit', sign: 1 }]), rubric('Y', [{ accounts: ['55'], side: 'credit', sign: -1 }]))
  expect(parseStatementModel(sides).ok).toBe(true)
  const twice = model(rubric('X', [{ accounts: ['55'], side: 'balance', sign: 1 }]), rubric('Y', [{ accounts: ['55'], side: 'credit', sign: -1 }]))
  expect(parseStatementModel(twice)).toEqual({ ok: false, error: [{ code: 'statement_account_twice', prefix: '55', rubrics: ['X', 'Y'] }] })
})
