import { expect, test } from 'vitest'
import type { Me } from '../api/records'
import { found } from './tenants'

const me = {
  place: 'root',
  tenants: [
    { id: 'b', name: 'Beta' },
    { id: 'a', name: 'Alpha', partner: 'acme' },
    { id: 'c', name: 'Gamma', partner: 'acme' },
  ],
  partners: [{ id: 'acme', name: 'Acme' }],
  groups: [{ id: 'g', name: 'G', tenants: ['b', 'c'] }],
} as unknown as Me

const ids = (text: string, recent: string[] = [], group?: string) =>
  found(me, text, recent, group).map((t) => t.id)

test('tenants are found by name, id and partner, those looked at last first', () => {
  expect(ids('')).toEqual(['a', 'b', 'c'])
  expect(ids('', ['c', 'gone', 'b'])).toEqual(['c', 'b', 'a'])
  expect(ids('ACME')).toEqual(['a', 'c'])
  expect(ids('acme gam')).toEqual(['c'])
  expect(ids('', [], 'g')).toEqual(['b', 'c'])
  expect(ids('nobody')).toEqual([])
})
