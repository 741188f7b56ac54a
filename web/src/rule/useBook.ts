import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Book } from '../api/books'
import { meQuery } from '../api/queries'
import type { Me } from '../api/records'

const mark = 'partner:'

/** The book of an address: that of the tenant, or of the partner that `place` names. */
export const bookAt = (tenant: string, place?: string): Book =>
  place?.startsWith(mark) ? { tenant, partner: place.slice(mark.length) } : { tenant }

/** Says whether a reader may look at a book of the address; a tenant's own is beyond nobody who looks at the tenant. */
export const reaches = (me: Me, place?: string) =>
  place === undefined || (me.partners ?? []).some((p) => place === mark + p.id)

/** The book that the screen is about. */
export function useBook(): Book {
  const { tenant = '', place } = useParams({ strict: false })
  return bookAt(tenant, place)
}

/** The book of a tenant's partner, for whom may look at it. */
export function usePartnersBook(tenant: string): Book | undefined {
  const me = useSuspenseQuery(meQuery).data
  const partner = me.tenants?.find((t) => t.id === tenant)?.partner
  return me.partners?.some((p) => p.id === partner) ? { tenant, partner } : undefined
}

/** What the one is called on whose detections a partner's book is tried; nothing for a tenant's own. */
export function useTriedOn({ tenant, partner }: Book): string | undefined {
  const me = useSuspenseQuery(meQuery).data
  return partner && (me.tenants?.find((t) => t.id === tenant)?.name ?? tenant)
}
