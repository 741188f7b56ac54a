import { queryOptions } from '@tanstack/react-query'
import { at, type Book, bookKey, owner, untilChanged } from './books'
import { answer, client, ifMatch } from './client'
import { keys } from './queries'
import type { NewRule, NewTemplate, OneRule, RuleDraft, RuleList } from './rule-records'

/** The list in the order of evaluation; the server gives that of creation, which decides between equals (T35). */
const evaluated = <R extends { order: number }>(rules: R[]) => rules.toSorted((a, b) => a.order - b.order)

/** A tenant's rules and its partner's, or a partner's alone, in the order in which they are tried. */
export const rulesQuery = (book: Book) =>
  queryOptions({
    queryKey: [...bookKey(book), 'list'],
    queryFn: async () => {
      const list = (await answer(
        client.GET(at(book, '/api/v1/tenants/{tenant}/rules'), { params: { path: owner(book) } }),
      )) as RuleList
      return { ...list, items: evaluated(list.items), partner_items: evaluated(list.partner_items) }
    },
    ...untilChanged(book),
  })

export const ruleQuery = (book: Book, id: string) =>
  queryOptions({
    queryKey: [...bookKey(book), 'one', id],
    queryFn: () =>
      answer(
        client.GET(at(book, '/api/v1/tenants/{tenant}/rules/{id}'), {
          params: { path: { ...owner(book), id } },
        }),
      ) as Promise<OneRule>,
    ...untilChanged(book),
  })

export const ruleVersionsQuery = (book: Book, id: string) =>
  queryOptions({
    queryKey: [...bookKey(book), 'versions', id],
    queryFn: () =>
      answer(
        client.GET(at(book, '/api/v1/tenants/{tenant}/rules/{id}/versions'), {
          params: { path: { ...owner(book), id } },
        }),
      ),
    ...untilChanged(book),
  })

/** What each rule did within the last day. */
export const countsQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'rule counts'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/rule-counts', { params: { path: { tenant } } })),
    refetchInterval: 10_000,
  })

export const addRule = (book: Book, body: NewRule) =>
  answer(
    client.POST(at(book, '/api/v1/tenants/{tenant}/rules'), { params: { path: owner(book) }, body }),
  ) as Promise<OneRule>

/** Writes a rule; with a version of the rule set, only while it has that one. */
export const putRule = (book: Book, id: string, body: NewRule, version?: number) =>
  answer(
    client.PUT(at(book, '/api/v1/tenants/{tenant}/rules/{id}'), {
      params: { path: { ...owner(book), id }, header: ifMatch(version) },
      body,
    }),
  ) as Promise<OneRule>

export const removeRule = (book: Book, id: string) =>
  answer(
    client.DELETE(at(book, '/api/v1/tenants/{tenant}/rules/{id}'), {
      params: { path: { ...owner(book), id } },
    }),
  )

/** Puts all own rules in this order. */
export const orderRules = (book: Book, ids: string[]) =>
  answer(
    client.POST(at(book, '/api/v1/tenants/{tenant}/rules/order'), {
      params: { path: owner(book) },
      body: { ids },
    }),
  )

/** What an unfinished rule would match within the last week. */
export const tryRule = (tenant: string, body: RuleDraft, signal?: AbortSignal) =>
  answer(client.POST('/api/v1/tenants/{tenant}/rules/try', { params: { path: { tenant } }, body, signal }))

/** A file of rules and templates: what it would change, or all of it done. */
export const importRules = (book: Book, yaml: string, dryRun: boolean, version?: number) =>
  answer(
    client.POST(at(book, '/api/v1/tenants/{tenant}/rules/import'), {
      params: { path: owner(book), query: { dry_run: dryRun }, header: ifMatch(version) },
      body: yaml,
      bodySerializer: (text) => text,
      headers: { 'content-type': 'application/yaml' },
    }),
  )

/** A file of the rules and templates with these ids, or of all. */
export const exportRules = (book: Book, what: 'rules' | 'templates' | 'all', id?: string[]) =>
  answer(
    client.GET(at(book, '/api/v1/tenants/{tenant}/rules/export'), {
      params: { path: owner(book), query: { what, id } },
      parseAs: 'text',
    }),
  )

/** What is worth a second look in rules that are not written yet. */
export const lintRules = (book: Book, rules: NewRule[], templates: NewTemplate[], signal?: AbortSignal) =>
  answer(
    client.POST(at(book, '/api/v1/tenants/{tenant}/rules/lint'), {
      params: { path: owner(book) },
      body: { rules, templates },
      signal,
    }),
  )
