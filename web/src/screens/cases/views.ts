import { allCases, newest, openOnly } from '../../api/queries'
import { quoted } from '../../query/literal'
import type { Usual } from '../../view/shown'

/** The list of cases whose address says nothing. */
export const usualCases: Usual = { q: openOnly, sort: newest.cases, everything: allCases }

/** A list of cases that has a name. */
export interface View {
  name: string
  q: string
}

/** The views that everybody has: what they show is an ordinary filter. */
export const usualViews = (me: string): View[] => [
  { name: 'Open', q: openOnly },
  { name: 'Mine', q: `assignee = ${quoted(me)} AND ${openOnly}` },
  { name: 'Unassigned critical', q: `assignee IS NULL AND severity = 'critical' AND ${openOnly}` },
  { name: 'Closed', q: "status IN ('resolved', 'cancelled')" },
  { name: 'All', q: allCases },
]
