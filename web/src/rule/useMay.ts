import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries'
import type { Me } from '../api/records'

const writers: Me['role'][] = ['admin', 'analyst']

/** Why whoever reads may not write rules or templates; undefined where they may. */
export function useNoRuleWriting(): string | undefined {
  const { role } = useSuspenseQuery(meQuery).data
  return writers.includes(role) ? undefined : 'Rules are written by administrators and analysts.'
}

/** Why whoever reads may not change settings; undefined where they may. */
export function useNoSettings(): string | undefined {
  const { role } = useSuspenseQuery(meQuery).data
  return role === 'admin' ? undefined : 'Settings are changed by administrators.'
}
