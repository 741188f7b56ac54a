import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { NewRule, NewTemplate } from './rule-records'

/** How often a running backtest is asked how far it is, in milliseconds. */
const pace = 400

export const backtestsQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.backtests(tenant), 'list'],
    queryFn: () => answer(client.GET('/api/v1/tenants/{tenant}/backtests', { params: { path: { tenant } } })),
    refetchInterval: (q) => (q.state.data?.items.some((b) => b.status === 'running') ? 4 * pace : false),
  })

/** One backtest; asked again for as long as it runs. */
export const backtestQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keys.backtests(tenant), 'one', id],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/backtests/{id}', { params: { path: { tenant, id } } })),
    refetchInterval: (q) => (q.state.data?.status === 'running' ? pace : false),
  })

/** Rules as they would be, and since when to try them; undefined is all that is stored. */
export interface Trial {
  book: { rules: NewRule[]; templates: NewTemplate[] }
  from?: string
}

/** Begins a backtest and answers it without waiting for its end. */
export const startBacktest = (tenant: string, trial: Trial) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/rules/backtest', {
      params: { path: { tenant } },
      body: { ...trial, wait: 0 },
    }),
  )

export const cancelBacktest = (tenant: string, id: string) =>
  answer(client.DELETE('/api/v1/tenants/{tenant}/backtests/{id}', { params: { path: { tenant, id } } }))
