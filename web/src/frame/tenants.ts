import type { Me } from '../api/records'

type Tenant = NonNullable<Me['tenants']>[number]

const memory = 'caseweave.tenants'

/** Says whether somebody reaches a tenant; one that there is not reads the same. */
export const reaches = (me: Me, tenant: string) => !!me.tenants?.some((t) => t.id === tenant)

/** Ids of the tenants that were looked at in this browser, the last one first. */
export const recentTenants = () => (localStorage.getItem(memory) ?? '').split(',').filter((id) => id)

/** Takes note that a tenant is looked at. */
export function visit(tenant: string) {
  const others = recentTenants().filter((id) => id !== tenant)
  localStorage.setItem(memory, [tenant, ...others].slice(0, 5).join())
}

/** The tenants that a text means, those looked at last first, then by name. */
export function found(me: Me, text: string, recent: string[], group?: string): Tenant[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const members = me.groups?.find((g) => g.id === group)?.tenants
  const rank = (t: Tenant) => (recent.includes(t.id) ? recent.indexOf(t.id) : recent.length)
  return (me.tenants ?? [])
    .filter((t) => !group || members?.includes(t.id))
    .filter((t) =>
      words.every((w) => `${t.name} ${t.id} ${partnerOf(me, t)}`.toLocaleLowerCase().includes(w)),
    )
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

/** The name of the partner that provides for a tenant; empty for nobody, and for one's own. */
export const partnerOf = (me: Me, tenant: Tenant) =>
  me.place === 'root' ? (me.partners?.find((p) => p.id === tenant.partner)?.name ?? '') : ''
