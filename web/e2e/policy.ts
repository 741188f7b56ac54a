import { afterEach, expect } from 'vitest'
import { violations } from './violations'

// Whatever else a test looks at: nothing that its pages did may break their content security policy.
afterEach(() => {
  expect(violations.splice(0), 'the content security policy was broken').toEqual([])
})
