import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys, pages } from './queries'
import type { LogEntry, LogKind } from './rule-records'

/** The filters of the rule log; several mean all of them (T52). */
export interface LogView {
  rule?: string
  case?: string
  detection?: string
  template?: string
  kind?: string
}

/** Says whether anything is asked for: the log begins empty. */
export const asksFor = (view: LogView) =>
  !!(view.rule || view.case || view.detection || view.template || view.kind)

export const ruleLogQuery = (tenant: string, { rule, case: number, detection, template, kind }: LogView) => {
  // An address may name any kind; the server refuses those that it does not know.
  const view = { rule, case: number, detection, template, kind: kind as LogKind | undefined }
  return pages<LogEntry>([...keys.ruleLog(tenant), view], (cursor) =>
    answer(
      client.GET('/api/v1/tenants/{tenant}/rule-logs', {
        params: { path: { tenant }, query: { ...view, cursor, limit: 100 } },
      }),
    ),
  )
}

/** Why a detection is in its case, or in none. */
export const explainQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keys.explained(tenant), id],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/detections/{id}/explain', { params: { path: { tenant, id } } }),
      ),
  })
