import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries'

/** Why whoever reads may not write rules or templates; undefined where they may. */
export function useNoRuleWriting(): string | undefined {
  const { may } = useSuspenseQuery(meQuery).data
  return may?.includes('rules:write') ? undefined : 'Rules are written by administrators and analysts.'
}

/** Why whoever reads may not change settings; undefined where they may. */
export function useNoSettings(): string | undefined {
  const { may } = useSuspenseQuery(meQuery).data
  return may?.includes('settings:write') ? undefined : 'Settings are changed by administrators.'
}
