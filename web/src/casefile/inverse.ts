import type { CaseChange, NumberedChange } from '../api/edits'
import type { Case } from '../api/records'
import { somebodyElse } from './words'

/**
 * What takes a change of a case back; undefined where that would not be exact: detections stay as they
 * were set, what an opened case had turned out to be is gone, and nobody is given a case by whom one is not told of.
 */
export function inverse(was: Case, change: CaseChange): CaseChange | undefined {
  const closed = was.status === 'resolved' || was.status === 'cancelled'
  if (change.detections || (change.status && closed)) return undefined
  if (change.assignee !== undefined && was.assignee === somebodyElse) return undefined
  const back: CaseChange = {}
  if (change.status && change.status !== was.status) back.status = was.status
  if (change.priority && change.priority !== was.priority) back.priority = was.priority
  if (change.severity) back.severity = was.severity_pinned ? was.severity : 'auto'
  if (change.assignee !== undefined && change.assignee !== (was.assignee ?? ''))
    back.assignee = was.assignee ?? ''
  const added = change.add_tags?.filter((t) => !was.tags.includes(t)) ?? []
  const removed = change.remove_tags?.filter((t) => was.tags.includes(t)) ?? []
  if (added.length > 0) back.remove_tags = added
  if (removed.length > 0) back.add_tags = removed
  return back
}

/** Says that a change changes something. */
export const isChange = (c: CaseChange) => Object.keys(c).length > 0

/** The change for each case, with the version that is on the screen. */
export const forEach = (cases: Case[], change: CaseChange): NumberedChange[] =>
  cases.map((c) => ({ ...change, number: c.number, version: c.version }))
