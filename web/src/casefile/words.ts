import type { Case } from '../api/records'

/** How each status is written. */
export const statusWords: Record<Case['status'], string> = {
  new: 'New',
  in_progress: 'In progress',
  action_required: 'Action required',
  on_hold: 'On hold',
  resolved: 'Resolved',
  cancelled: 'Cancelled',
}

/** How each answer to "managed by" is written (requirement S6). */
export const managedByWords: Record<Case['managed_by'], string> = {
  self: 'Self',
  provider: 'Provider',
}

/** How each priority is explained. */
export const priorityWords: Record<Case['priority'], string> = {
  P1: 'Most urgent',
  P2: 'Urgent',
  P3: 'Normal',
  P4: 'Can wait',
}
