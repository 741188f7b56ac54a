import type { Case } from '../api/records'
import { type Level, levels } from '../ui/Severity'

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

/** In place of the id of whoever has a case, where a tenant is not told who of its provider does. */
export const somebodyElse = 'provider'

/** How each priority is explained. */
export const priorityWords: Record<Case['priority'], string> = {
  P1: 'Most urgent',
  P2: 'Urgent',
  P3: 'Normal',
  P4: 'Can wait',
}

/** The severities to choose from, most severe first. */
export const severityOptions = (Object.keys(levels) as Level[]).map((value) => ({
  value,
  label: levels[value].word,
  title: levels[value].meaning,
}))

/** What may be chosen, of how each is written. */
export const optionsOf = <V extends string>(all: Record<V, string>) =>
  (Object.keys(all) as V[]).map((value) => ({ value, label: all[value] }))

/** How a case stands to another, as what is said of it. */
export const tieWords: Record<Case['ties'][number]['kind'], string> = {
  related: 'is related to',
  parent: 'is a part of',
  child: 'contains',
  apart: 'is kept apart from',
}

/** How each resolution is written, and what it means (requirement X28). */
export const resolutionWords: Record<Case['resolution'], { name: string; means: string }> = {
  none: { name: 'None', means: 'Somewhat accurate, and no threat' },
  false_positive: { name: 'False positive', means: 'Inaccurate' },
  benign: { name: 'Benign', means: 'Accurate and no threat, such as a penetration test' },
  true_positive: { name: 'True positive', means: 'Accurate, and a threat' },
}

/** Says that a case takes detections. */
export const isOpen = (c: Pick<Case, 'status'>) => c.status !== 'resolved' && c.status !== 'cancelled'
