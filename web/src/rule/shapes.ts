/** A way of grouping that rules often need (automatic-cases §5). */
export interface Shape {
  name: string
  meaning: string
  expression: string
}

export const shapes: Shape[] = [
  {
    name: 'Any shared user',
    meaning: 'Each user is a row: sharing one is enough',
    expression: 'usernames()',
  },
  {
    name: 'All users',
    meaning: 'One row of all users: they must be the same',
    expression: "usernames().sort().join(',')",
  },
  {
    name: 'Addresses without noise',
    meaning: 'Each address but those that are everywhere',
    expression: "entities.filter(e, e.startsWith('ip:') && !(e in ['ip:127.0.0.1', 'ip:0.0.0.0']))",
  },
  {
    name: 'Several attributes in one row',
    meaning: 'Title and hosts must both be the same',
    expression: "[title, hostnames().join(',')].join('|')",
  },
  {
    name: 'For this rule alone',
    meaning: 'The row names the rule, so that no other rule’s case fits',
    expression: "rule.title + ':' + title",
  },
]
