import { useSuspenseQuery } from '@tanstack/react-query'
import { caseQuery, meQuery } from '../api/queries'
import type { Case } from '../api/records'

/** Why whoever reads may not change cases; undefined where they may. */
export function useNoCaseWork(): string | undefined {
  const { may } = useSuspenseQuery(meQuery).data
  return may?.includes('cases:write')
    ? undefined
    : 'Cases are worked on by administrators, analysts and responders.'
}

type Deed = keyof Case['allowed']

/** Why the reader may not do something with a case now; undefined where the reader may. */
export const whyNot = (permit: Case['allowed'][Deed]) =>
  permit.may ? undefined : (permit.why ?? 'This can’t be done now.')

/** The same, of the case of a number. */
export const useCaseBars = (tenant: string, number: string, deed: Deed) =>
  whyNot(useSuspenseQuery(caseQuery(tenant, number)).data.allowed[deed])
