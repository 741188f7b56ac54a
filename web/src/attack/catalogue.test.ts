import { expect, test } from 'vitest'
import type { Attack } from '../api/records'
import { safeLink, seenTactics } from './catalogue'

const attack = {
  tactics: [
    {
      id: 'TA0001',
      shortname: 'initial-access',
      name: 'Initial Access',
      former: [],
      url: 'https://attack.mitre.org/tactics/TA0001',
    },
    { id: 'TA0006', shortname: 'credential-access', name: 'Credential Access', former: [], url: 'u' },
    { id: 'TA0005', shortname: 'stealth', name: 'Stealth', former: ['Defense Evasion'], url: 'u' },
  ],
  techniques: [
    { id: 'T1078', name: 'Valid Accounts', tactics: ['initial-access'], url: 'u' },
    { id: 'T1110', name: 'Brute Force', tactics: ['credential-access'], url: 'u' },
  ],
} as unknown as Attack

test.each(['TA0001', 'initial-access', 'Initial Access', 'INITIAL_ACCESS'])('%s names its tactic', (text) => {
  expect(seenTactics(attack, [text], ['T1078'])).toMatchObject([
    { name: 'Initial Access', techniques: [{ id: 'T1078', name: 'Valid Accounts' }] },
  ])
})

test('a tactic that was sent by several names, a former one too, is told once', () => {
  const seen = seenTactics(attack, ['defense-evasion', 'TA0005', 'Stealth', 'own'], [])
  expect(seen.map((t) => t.name)).toEqual(['Stealth', 'own'])
})

test('techniques without a tactic of the case stand apart, unknown ones too', () => {
  expect(seenTactics(attack, ['TA0001'], ['T1110', 'T9999'])).toMatchObject([
    { name: 'Initial Access', techniques: [] },
    { name: 'Other techniques', techniques: [{ id: 'T1110' }, { id: 'T9999', name: undefined }] },
  ])
})

test('a tactic shows its own words while the catalogue is not there', () => {
  expect(seenTactics(undefined, ['lateral-movement'], [])).toEqual([
    { name: 'lateral-movement', techniques: [] },
  ])
})

test.each(['javascript:alert(1)', 'https://attack.mitre.org.evil.example/', undefined])(
  '%s is no link',
  (url) => {
    expect(safeLink(url)).toBeUndefined()
  },
)
