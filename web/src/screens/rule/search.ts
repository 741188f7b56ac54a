import type { Draft } from '../../rule/draft'

/** The search for all that a rule's filters match within the last week. */
export function searchOf({ filter, append_filter }: Pick<Draft, 'filter' | 'append_filter'>): string {
  const both = append_filter.trim() ? `(${filter.trim()}) OR (${append_filter.trim()})` : filter.trim()
  return `${both} EARLIEST=-7d`
}
