import type { Mistake } from '../../api/problem'
import type { RuleStep } from '../../paths'
import { fieldWords } from '../../rule/words'

const steps: Record<string, RuleStep> = {
  filter: 'criteria',
  append_filter: 'criteria',
  group_by: 'grouping',
  group_count: 'grouping',
  group_duration: 'grouping',
  group_extend_on_append: 'grouping',
  search_window: 'grouping',
  max_detections: 'grouping',
  append_comment: 'grouping',
  ignore_prioritization: 'grouping',
}

/** The field that a mistake is about, "group_by" for "rules[3].group_by[0]", and the step that holds it. */
export function stepOf(mistake: Mistake): { step: RuleStep; field: string } {
  const last = (mistake.location ?? '').split('.').at(-1) ?? ''
  const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?$/.exec(last) ?? []
  const word = fieldWords[name] ?? name
  return { step: steps[name] ?? 'details', field: index ? `${word} ${Number(index) + 1}` : word }
}
