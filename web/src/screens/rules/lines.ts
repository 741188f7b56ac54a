import type { Counts, Finding, Rule, RuleCounts, RuleList } from '../../api/rule-records'

/** A rule in its place, with all that is known of it. */
export interface RuleLine {
  rule: Rule
  /** From 1, in the order of evaluation. */
  place: number
  /** A partner's rule is read here, and written there. */
  own: boolean
  findings: Finding[]
  counts?: RuleCounts
}

/** The tenant's rules, then its partner's (T26), as far as their titles or tags hold `q`. */
export function linesOf(list: RuleList, counts: Counts | undefined, q = ''): RuleLine[] {
  const did = new Map(counts?.items.map((c) => [c.rule, c]))
  const wanted = q.trim().toLowerCase()
  const own = (list.items ?? []).length
  return [...(list.items ?? []), ...(list.partner_items ?? [])]
    .map((rule, i) => ({
      rule,
      place: i + 1,
      own: i < own,
      findings: (list.lint ?? []).filter((f) => f.rule === rule.id),
      counts: did.get(rule.id),
    }))
    .filter((l) => !wanted || textOf(l.rule).includes(wanted))
}

const textOf = (r: Rule) => [r.title, r.id, ...(r.tags ?? [])].join('\n').toLowerCase()

/** Ids of an address. */
export const tickedOf = (ticked?: string) => new Set(ticked?.split(',').filter(Boolean))

/** The ids for an address, after one was ticked or unticked. */
export function toggled(ticked: Set<string>, id: string): string | undefined {
  const ids = ticked.has(id) ? [...ticked].filter((t) => t !== id) : [...ticked, id]
  return ids.join(',') || undefined
}
