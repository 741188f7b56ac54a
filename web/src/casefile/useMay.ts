import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries'
import type { Me } from '../api/records'

const workers: Me['role'][] = ['admin', 'analyst', 'responder']

/** Why whoever reads may not change cases; undefined where they may. */
export function useNoCaseWork(): string | undefined {
  const { role } = useSuspenseQuery(meQuery).data
  return workers.includes(role)
    ? undefined
    : 'Cases are worked on by administrators, analysts and responders.'
}
