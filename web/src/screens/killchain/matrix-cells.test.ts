import { expect, test } from 'vitest'
import type { KillChain } from '../../api/insights'
import type { Attack } from '../../api/records'
import { columns, rows } from './matrix-cells'

const attack = {
  version: '19',
  notice: '',
  tactics: [
    { id: 'TA1', shortname: 'first', name: 'First', url: 'u1', stage: 's', stage_number: 1 },
    { id: 'TA2', shortname: 'second', name: 'Second', url: 'u2', stage: 's', stage_number: 1 },
  ],
  techniques: [
    { id: 'T1', name: 'One', tactics: ['first', 'second'], url: 't1' },
    { id: 'T1.001', name: 'One: part', tactics: ['first'], url: 't11' },
    { id: 'T2', name: 'Two', tactics: ['second'], url: 't2' },
  ],
} as Attack

const chain = {
  stages: [],
  counted: 3,
  complete: true,
  tactics: [
    { id: 'TA1', cases: 2 },
    { id: 'own tactic', cases: 1 },
  ],
  techniques: [
    { id: 'T1', cases: 2 },
    { id: 'X1', cases: 1 },
  ],
} as KillChain

const drawn = (all: boolean) =>
  columns(attack, chain, all).map(
    (c) => `${c.name} ${c.cases}: ${c.techniques.map((t) => `${t.id} ${t.cases}`)}`,
  )

test('only what occurs, a technique under each tactic that it serves, strangers last', () => {
  expect(drawn(false)).toEqual([
    'First 2: T1 2',
    'Second 0: T1 2',
    'own tactic 1: ',
    'Other techniques 0: X1 1',
  ])
})

test('the whole matrix has all techniques, and of their parts those that occur', () => {
  expect(drawn(true)).toEqual([
    'First 2: T1 2',
    'Second 0: T1 2,T2 0',
    'own tactic 1: ',
    'Other techniques 0: X1 1',
  ])
})

test('as a table: a row for each tactic and technique, with what finds its cases', () => {
  expect(rows(columns(attack, chain, false)).map((r) => [r.tactic, r.technique, r.id, r.cases])).toEqual([
    ['First', '', 'TA1', 2],
    ['First', 'One', 'T1', 2],
    ['Second', '', 'TA2', 0],
    ['Second', 'One', 'T1', 2],
    ['own tactic', '', 'own tactic', 1],
    ['Other techniques', 'X1', 'X1', 1],
  ])
  expect(rows(columns(attack, chain, false)).map((r) => r.q.split(' AND ')[0])).toEqual([
    "tactics = 'TA1'",
    "technique_ids = 'T1'",
    "tactics = 'TA2'",
    "technique_ids = 'T1'",
    "tactics = 'own tactic'",
    "technique_ids = 'X1'",
  ])
})
