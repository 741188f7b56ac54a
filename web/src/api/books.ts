import { keys, untilTold } from './queries'
import type { paths } from './schema.gen'

/** Whose rules and templates: a tenant's, or those that its provider writes for all of its tenants. */
export interface Book {
  /** The tenant at hand; what is not written yet is tried on its detections. */
  tenant: string
  /** The partner whose they are; none where they are the tenant's. */
  partner?: string
}

/** What begins the keys of the cache for a book; a change of the tenant's rules is heard by all of them. */
export const bookKey = ({ tenant, partner }: Book) => [...keys.rules(tenant), partner ?? 'own'] as const

/** How long a book stays as it was read: nobody tells a page of changes at a partner. */
export const untilChanged = ({ partner }: Book) => (partner ? { staleTime: 0 } : untilTold)

type OfBook = Extract<keyof paths, `/api/v1/tenants/{tenant}/${'rules' | 'templates'}${string}`>

/** The path of what is done with a book: at a partner, it is called and answered as at a tenant. */
export const at = <P extends OfBook>({ partner }: Book, path: P): P =>
  partner === undefined ? path : (path.replace('/tenants/', '/partners/') as P)

/** Whose book it is, where the path asks for it. */
export const owner = ({ tenant, partner }: Book) => ({ tenant: partner ?? tenant })
