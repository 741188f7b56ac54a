import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, linkOptions } from '@tanstack/react-router'
import { useMemo } from 'react'
import { asksFor, ruleLogQuery } from '../../api/rule-log'
import type { LogEntry } from '../../api/rule-records'
import { rulesQuery } from '../../api/rules'
import { templatesQuery } from '../../api/templates'
import { LiveTable } from '../../frame/LiveTable'
import { ToolHead } from '../../frame/ToolHead'
import { useListKeys } from '../../frame/useListKeys'
import type { LogSearch } from '../../paths'
import { Notice } from '../../ui/Notice'
import { logColumns, narrowEntry } from './columns'
import { EntryDrawer } from './EntryDrawer'
import { LogFilters } from './LogFilters'

const route = getRouteApi('/t/$tenant/automatic/logs')

/** What rules did and how they were changed, once somebody says of what (T51 to T53). */
export function RuleLog() {
  const { tenant } = route.useParams()
  const { open, ...view } = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle('Rule log · Caseweave')
  const { table, filter } = useListKeys()
  const rules = useQuery(rulesQuery({ tenant })).data
  const templates = useQuery(templatesQuery({ tenant })).data
  const opens = (e: LogEntry) =>
    linkOptions({
      to: '/t/$tenant/automatic/logs',
      params: { tenant },
      search: { ...view, open: `${e.entry}` },
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address that a row opens follows from these
  const columns = useMemo(() => logColumns(tenant, opens), [tenant, JSON.stringify(view)])
  const show = (change: LogSearch) => navigate({ search: { ...view, ...change } })
  const query = ruleLogQuery(tenant, view)
  return (
    <>
      <ToolHead title="Logs" />
      <LogFilters
        view={view}
        onShow={show}
        rules={[...(rules?.items ?? []), ...(rules?.partner_items ?? [])]}
        templates={[...(templates?.items ?? []), ...(templates?.partner_items ?? [])]}
        firstRef={filter}
      />
      {asksFor(view) ? (
        <LiveTable
          key={JSON.stringify(view)}
          label="Rule log"
          query={query}
          topicParts={3}
          columns={columns}
          keyOf={(e) => `${e.entry}`}
          narrow={(e) => narrowEntry(e, opens)}
          empty={
            <Notice title="Nothing in the log">
              <p>No entry has all of these. An entry that comes to have them appears here by itself.</p>
            </Notice>
          }
          handle={table}
        />
      ) : (
        <Notice title="Say what to look for">
          <p>
            The log holds every change of a rule or template, and everything that rules did with detections.
            Give the id of a rule, case, detection or template; several mean all of them.
          </p>
        </Notice>
      )}
      <EntryDrawer
        tenant={tenant}
        query={query}
        entry={open}
        enabled={asksFor(view)}
        onClose={() => navigate({ search: view, replace: true })}
      />
    </>
  )
}
