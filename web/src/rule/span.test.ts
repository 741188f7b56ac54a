import { expect, test } from 'vitest'
import { spanMistake } from './span'

test.each(['', '4h', '90m', '1d12h', '30d', '60s'])('%j is a duration', (text) => {
  expect(spanMistake(text)).toBeUndefined()
})

test.each(['4', 'h', '4 h', '-4h', '4h1d', '1.5h', '1w'])('%j is none', (text) => {
  expect(spanMistake(text)).toMatch('4h')
})
