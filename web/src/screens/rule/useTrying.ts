import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Book } from '../../api/books'
import { keys } from '../../api/queries'
import { tryRule } from '../../api/rules'
import { type Draft, ruleOf } from '../../rule/draft'

const pause = 400

/** What the rule, as far as it is written, would take of the last week. */
export function useTrying({ tenant, partner }: Book, draft: Draft, id?: string) {
  const asked = useMemo(() => {
    const rule = ruleOf({ ...draft, description: '', tags: [] })
    // A tenant has no rule of a partner's under its own name, and no template either.
    return partner ? { ...rule, template: undefined } : { ...rule, id }
  }, [draft, partner, id])
  const [settled] = useDebouncedValue(asked, pause)
  return useQuery({
    queryKey: [...keys.tenant(tenant), 'try', settled],
    queryFn: ({ signal }) => tryRule(tenant, settled, signal),
    enabled: settled.filter.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}

/** Says that a filter can't be read, so that nothing is known of what matches. */
export const mistaken = (trying: Trying) =>
  (trying.data?.mistakes ?? []).some((m) => /filter$/.test(m.location ?? ''))

export type Trying = ReturnType<typeof useTrying>
