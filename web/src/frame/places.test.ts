import { expect, test } from 'vitest'
import type { Me } from '../api/records'
import { sectionsAt } from '../screens/administration/sections'
import { placesOf } from './places'

const me = (place: string, partners: string[]): Me => ({
  user: { id: 'u', name: 'u' },
  role: 'admin',
  place,
  may: ['audit:read'],
  tenants: [{ id: 'a', name: 'A' }],
  partners: partners.map((id) => ({ id, name: id })),
  groups: [],
  must_change_password: false,
  must_add_second_factor: false,
  version: '1',
})

test('one administers the tenant at hand, and what is above it as far as one reaches', () => {
  const ids = (m: Me) => placesOf(m, 'a').map((p) => p.id)
  expect(ids(me('tenant:a', []))).toEqual(['tenant:a'])
  expect(ids(me('partner:p', ['p']))).toEqual(['tenant:a', 'partner:p'])
  expect(ids(me('root', ['p', 'q']))).toEqual(['tenant:a', 'partner:p', 'partner:q', 'root'])
  expect(placesOf(me('tenant:b', []), 'b')).toEqual([])
})

test('nobody sees a section that the server would refuse', () => {
  expect(sectionsAt('root', [])).toEqual([])
  expect(sectionsAt('root', ['audit:read']).map((s) => s.id)).toContain('acts')
})
