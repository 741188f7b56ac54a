import type { KillChain } from '../../api/insights'
import { openOnly } from '../../api/queries'
import type { Attack } from '../../api/records'
import { ofStage, ofTactic, ofTechnique } from '../../attack/filters'

export interface Cell {
  id: string
  name: string
  url?: string
  cases: number
  /** What finds these cases. */
  q: string
}

export interface Column extends Cell {
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
      .map((q) => cell(q, techniques.get(q.id), ofTechnique(q.id)))
    return { ...cell(t, tactics.get(t.id), ofTactic(t.id)), techniques: cells }
  })
  const ours = new Set(attack.tactics.map((t) => t.id))
  const ids = new Set(attack.techniques.map((t) => t.id))
  const others = chain.tactics
    .filter((t) => !ours.has(t.id))
    .map((t) => ({ ...cell({ id: t.id, name: t.id }, t.cases, ofTactic(t.id)), techniques: [] }))
  const strange = chain.techniques
    .filter((t) => !ids.has(t.id))
    .map((t) => cell({ id: t.id, name: t.id }, t.cases, ofTechnique(t.id)))
  const rest =
    strange.length > 0 ? [{ id: '', name: 'Other techniques', cases: 0, q: '', techniques: strange }] : []
  return [...known, ...others, ...rest].filter((c) => all || c.cases > 0 || c.techniques.length > 0)
}

const cell = (of: { id: string; name: string; url?: string }, cases = 0, finds = ''): Cell => {
  const { id, name, url } = of
  return { id, name, url, cases, q: among(finds) }
}

const among = (finds: string) => `${finds} AND ${openOnly}`

/** What finds the open cases that reach a stage of the kill chain. */
export const withStage = (attack: Attack, stage: number) => among(ofStage(attack, stage))

export interface Row extends Cell {
  tactic: string
  /** Empty in the row of the tactic itself. */
  technique: string
}

/** The columns as the rows of a table: each tactic, and below it its techniques. */
export const rows = (columns: Column[]): Row[] =>
  columns.flatMap((c) => [
    ...(c.id ? [{ ...c, tactic: c.name, technique: '' }] : []),
    ...c.techniques.map((t) => ({ ...t, tactic: c.name, technique: t.name })),
  ])
