import { expect, test } from 'vitest'
import { stepOf } from './mistake-steps'

test('a mistake names its field and leads to its step', () => {
  expect(stepOf({ location: 'rules[3].group_by[0]', message: '' })).toEqual({
    step: 'grouping',
    field: 'Group by 1',
  })
  expect(stepOf({ location: 'filter', message: '' })).toEqual({ step: 'criteria', field: 'Filter' })
  expect(stepOf({ location: 'title', message: '' })).toEqual({ step: 'details', field: 'Title' })
  expect(stepOf({ message: '' })).toEqual({ step: 'details', field: '' })
})
