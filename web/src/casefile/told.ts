import type { CaseChange } from '../api/edits'
import { inCount } from '../ui/format'
import { statusWords } from './words'

/** What a change does, as it stands after "was". */
export function deedOf(change: CaseChange): string {
  if (change.status === 'resolved' || change.status === 'cancelled') return change.status
  if (change.status) return `set to “${statusWords[change.status]}”`
  if (change.priority) return `given the priority ${change.priority}`
  if (change.severity === 'auto') return 'given the severity of the score'
  if (change.severity) return `given the severity ${change.severity}`
  if (change.assignee !== undefined) return change.assignee ? 'assigned' : 'unassigned'
  if (change.add_tags) return 'tagged'
  return change.remove_tags ? 'freed of a tag' : 'changed'
}

/** How many of the cases that were to be changed were. */
export function told(deed: string, all: { number: string }[], changed: number): string {
  const [first] = all
  if (all.length === 1 && first) return `${first.number} was ${changed === 1 ? '' : 'not '}${deed}.`
  const cases = `${inCount(all.length)} cases`
  if (changed === 0) return `None of ${cases} was ${deed}.`
  return `${changed < all.length ? `${inCount(changed)} of ` : ''}${cases} ${changed === 1 ? 'was' : 'were'} ${deed}.`
}
