import type { Attack } from '../api/records'
import { quoted } from '../query/literal'

// A filter that names a tactic by its id finds it by whatever name it was sent.

/** What finds what names a tactic. */
export const ofTactic = (id: string) => `tactics = ${quoted(id)}`

/** What finds what reaches a stage of the kill chain. */
export const ofStage = (attack: Attack, stage: number) => {
  const ids = attack.tactics.filter((t) => t.stage_number === stage).map((t) => quoted(t.id))
  return `tactics IN (${ids.join(', ')})`
}

/** What finds what names a technique. */
export const ofTechnique = (id: string) => `technique_ids = ${quoted(id)}`
