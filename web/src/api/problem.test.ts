import { expect, test } from 'vitest'
import { needsLogin, Problem } from './problem'

test('a problem speaks by its detail and points at the mistakes', () => {
  const errors = [{ location: 'query.q', line: 1, column: 3, message: 'There is no field “x”.' }]
  const p = Problem.from(422, { title: 'Unprocessable', detail: 'The filter cannot be read.', errors })
  expect(p.message).toBe('The filter cannot be read.')
  expect(p.mistakes).toEqual(errors)
})

test.each([undefined, null, '<html>', 7, {}, { detail: 5, errors: 'no' }])(
  'an answer of %j still makes a sentence',
  (body) => {
    const p = Problem.from(502, body)
    expect(p.message).toBe('The server answered 502.')
    expect(p.mistakes).toEqual([])
  },
)

test('only an ended session asks for a login', () => {
  expect(needsLogin(Problem.from(401, {}))).toBe(true)
  expect(needsLogin(Problem.from(403, {}))).toBe(false)
  expect(needsLogin(new Error('401'))).toBe(false)
})
