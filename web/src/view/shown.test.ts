import { expect, test } from 'vitest'
import { addressOf, sameShown, shownBy, shownIn, type Usual } from './shown'

const usual: Usual = { q: 'open', sort: '-created_at', everything: 'all' }

test('an address that says nothing shows what is usual, and the other way round', () => {
  const shown = shownBy({}, usual)
  expect(shown).toEqual({ q: 'open', sort: '-created_at', columns: [] })
  expect(addressOf(shown, usual)).toEqual({})
})

test('an address says all that is not usual', () => {
  const shown = { q: 'mine', sort: 'score', columns: ['title', 'score'] }
  const address = addressOf(shown, usual, 'v1')
  expect(address).toEqual({ q: 'mine', sort: 'score', columns: 'title,score', view: 'v1' })
  expect(shownBy(address, usual)).toEqual(shown)
})

test('a view without a filter shows everything, even where that is not usual', () => {
  expect(shownIn({ q: '', sort: '', columns: [] }, usual)).toEqual({
    q: 'all',
    sort: '-created_at',
    columns: [],
  })
})

test('lists are the same only with the same columns in the same order', () => {
  const shown = { q: 'mine', sort: 'score', columns: ['title', 'score'] }
  expect(sameShown(shown, { ...shown, columns: ['title', 'score'] })).toBe(true)
  expect(sameShown(shown, { ...shown, columns: ['score', 'title'] })).toBe(false)
  expect(sameShown(shown, { ...shown, sort: '-score' })).toBe(false)
})
