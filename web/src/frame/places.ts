import type { Me } from '../api/records'

export interface Place {
  id: string
  name: string
}

/** The places that a reader may administer, from a tenant's screens or from no tenant's: the tenant, its partners, the installation. */
export function placesOf(me: Me, tenant?: string): Place[] {
  const here = me.tenants?.find((t) => t.id === tenant)
  const places = here ? [{ id: `tenant:${here.id}`, name: here.name }] : []
  for (const p of me.partners ?? []) places.push({ id: `partner:${p.id}`, name: `Partner ${p.name}` })
  if (me.place === 'root') places.push({ id: 'root', name: 'Installation' })
  return places
}
