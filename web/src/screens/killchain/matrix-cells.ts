import type { KillChain } from '../../api/insights'
import { openOnly } from '../../api/queries'
import type { Attack } from '../../api/records'
import { quoted } from '../../query/literal'

export interface Cell {
  id: string
  name: string
  url?: string
  cases: number
}

export interface Column extends Cell {
  /** What finds the cases that have the tactic. */
  q: string
  techniques: Cell[]
}

/**
 * The matrix: a column for each tactic, with its techniques. A technique that serves several tactics
 * stands under each; what ATT&CK does not know comes last, as it was sent.
 */
export function columns(attack: Attack, chain: KillChain, all: boolean): Column[] {
  const tactics = new Map(chain.tactics.map((t) => [t.id, t.cases]))
  const techniques = new Map(chain.techniques.map((t) => [t.id, t.cases]))
  const known = attack.tactics.map((t) => {
    const cells = attack.techniques
      .filter(
        (q) => q.tactics.includes(t.shortname) && (techniques.has(q.id) || (all && !q.id.includes('.'))),
      )
      .map((q) => ({ id: q.id, name: q.name, url: q.url, cases: techniques.get(q.id) ?? 0 }))
    const q = `tactics IN (${[t.id, t.shortname, t.name].map(quoted).join(', ')}) AND ${openOnly}`
    const { id, name, url } = t
    return { id, name, url, cases: tactics.get(id) ?? 0, q, techniques: cells }
  })
  const ours = new Set(attack.tactics.map((t) => t.id))
  const ids = new Set(attack.techniques.map((t) => t.id))
  const others = chain.tactics
    .filter((t) => !ours.has(t.id))
    .map((t) => ({ ...t, name: t.id, q: `tactics = ${quoted(t.id)} AND ${openOnly}`, techniques: [] }))
  const strange = chain.techniques.filter((t) => !ids.has(t.id)).map((t) => ({ ...t, name: t.id }))
  const rest =
    strange.length > 0 ? [{ id: '', name: 'Other techniques', cases: 0, q: '', techniques: strange }] : []
  return [...known, ...others, ...rest].filter((c) => all || c.cases > 0 || c.techniques.length > 0)
}

/** What finds the open cases that reach a stage of the kill chain. */
export const withStage = (attack: Attack | undefined, stage: number) => {
  const tactics = attack?.tactics.filter((t) => t.stage_number === stage) ?? []
  return `tactics IN (${tactics
    .flatMap((t) => [t.id, t.shortname, t.name])
    .map(quoted)
    .join(', ')}) AND ${openOnly}`
}

/** What finds the open cases that have a technique. */
export const withTechnique = (id: string) => `technique_ids = ${quoted(id)} AND ${openOnly}`
