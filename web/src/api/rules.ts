import { queryOptions } from '@tanstack/react-query'
import { answer, client, ifMatch } from './client'
import { keys, untilTold } from './queries'
import type { NewRule, OneRule, RuleDraft, RuleList } from './rule-records'

/** The list in the order of evaluation; the server gives that of creation, which decides between equals (T35). */
const evaluated = <R extends { order: number }>(rules: R[]) => rules.toSorted((a, b) => a.order - b.order)

/** The tenant's rules and its partner's, in the order in which they are tried. */
export const rulesQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.rules(tenant), 'list'],
    queryFn: async () => {
      const list = (await answer(
        client.GET('/api/v1/tenants/{tenant}/rules', { params: { path: { tenant } } }),
      )) as RuleList
      return { ...list, items: evaluated(list.items), partner_items: evaluated(list.partner_items) }
    },
    ...untilTold,
  })

export const ruleQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keys.rules(tenant), 'one', id],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/rules/{id}', { params: { path: { tenant, id } } }),
      ) as Promise<OneRule>,
    ...untilTold,
  })

export const ruleVersionsQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keys.rules(tenant), 'versions', id],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/rules/{id}/versions', { params: { path: { tenant, id } } }),
      ),
    ...untilTold,
  })

/** What each rule did within the last day. */
export const countsQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'rule counts'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/rule-counts', { params: { path: { tenant } } })),
    refetchInterval: 10_000,
  })

export const addRule = (tenant: string, body: NewRule) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/rules', { params: { path: { tenant } }, body }),
  ) as Promise<OneRule>

/** Writes a rule; with a version of the rule set, only while it has that one. */
export const putRule = (tenant: string, id: string, body: NewRule, version?: number) =>
  answer(
    client.PUT('/api/v1/tenants/{tenant}/rules/{id}', {
      params: { path: { tenant, id }, header: ifMatch(version) },
      body,
    }),
  ) as Promise<OneRule>

export const removeRule = (tenant: string, id: string) =>
  answer(client.DELETE('/api/v1/tenants/{tenant}/rules/{id}', { params: { path: { tenant, id } } }))

/** Puts all own rules in this order. */
export const orderRules = (tenant: string, ids: string[]) =>
  answer(client.POST('/api/v1/tenants/{tenant}/rules/order', { params: { path: { tenant } }, body: { ids } }))

/** What an unfinished rule would match within the last week. */
export const tryRule = (tenant: string, body: RuleDraft, signal?: AbortSignal) =>
  answer(client.POST('/api/v1/tenants/{tenant}/rules/try', { params: { path: { tenant } }, body, signal }))

/** A file of rules and templates: what it would change, or all of it done. */
export const importRules = (tenant: string, yaml: string, dryRun: boolean, version?: number) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/rules/import', {
      params: { path: { tenant }, query: { dry_run: dryRun }, header: ifMatch(version) },
      body: yaml,
      bodySerializer: (text) => text,
      headers: { 'content-type': 'application/yaml' },
    }),
  )

/** A file of the rules and templates with these ids, or of all. */
export const exportRules = (tenant: string, what: 'rules' | 'templates' | 'all', id?: string[]) =>
  answer(
    client.GET('/api/v1/tenants/{tenant}/rules/export', {
      params: { path: { tenant }, query: { what, id } },
      parseAs: 'text',
    }),
  )
