import type { Query } from '@tanstack/react-query'
import { Problem } from './problem'

/** Says that what was asked for is not there, or not for the reader. */
export const isGone = (e: unknown) => e instanceof Problem && e.status === 404

/**
 * Takes a case or a detection that is gone off the screen: who may not know of it any more must
 * not go on reading what they read before.
 */
export function dropGone(e: unknown, query: Query<unknown, unknown, unknown, readonly unknown[]>) {
  const [, , kind, , part] = query.queryKey
  const isSelf = kind === 'detection' || (kind === 'case' && part === 'self')
  if (isGone(e) && isSelf && query.state.data !== undefined) query.setState({ data: undefined })
}
