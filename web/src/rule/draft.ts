import type { NewRule, Rule } from '../api/rule-records'

/** A rule while somebody writes it: every field has a value, texts may be empty. */
export interface Draft {
  title: string
  description: string
  state: Rule['state']
  order: number
  tags: string[]
  template: string
  filter: string
  append_filter: string
  group_by: string[]
  group_count: number
  group_duration: string
  group_extend_on_append: boolean
  max_detections: number
  search_window: string
  append_comment: string
  ignore_prioritization: boolean
}

/** What a new rule begins with: the values of automatic-cases §2, and on test, so that nothing happens by surprise. */
export const blank: Draft = {
  title: '',
  description: '',
  state: 'test',
  order: 100,
  tags: [],
  template: '',
  filter: '',
  append_filter: '',
  group_by: [''],
  group_count: 1,
  group_duration: '',
  group_extend_on_append: false,
  max_detections: 1000,
  search_window: '4h',
  append_comment: '',
  ignore_prioritization: false,
}

/** The draft of a rule as it stands. */
export function draftOf(rule: NewRule): Draft {
  const given = Object.fromEntries(
    Object.keys(blank)
      .map((k) => [k, rule[k as keyof Draft]])
      .filter(([, v]) => v !== undefined && v !== null),
  )
  return { ...blank, ...given } as Draft
}

/** What the server is sent: empty texts and expressions are left out. */
export function ruleOf(draft: Draft): NewRule {
  const { description, template, append_filter, group_duration, append_comment, search_window, ...rest } =
    draft
  const texts = { description, template, append_filter, group_duration, append_comment, search_window }
  const given = Object.entries(texts).filter(([, v]) => v.trim() !== '')
  return {
    ...rest,
    ...Object.fromEntries(given),
    group_by: draft.group_by.filter((e) => e.trim() !== ''),
  }
}

/** Rules with a draft in place of the one of that id, or after all where there is none. */
export function withDraft(rules: Rule[], draft: Draft, id?: string): NewRule[] {
  const written = { ...ruleOf(draft), title: draft.title || 'New rule', id }
  const known = rules.some((r) => r.id === id)
  return known ? rules.map((r) => (r.id === id ? written : r)) : [...rules, written]
}

/** One field that differs. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

/** The fields of `names` in which two records differ, in that order. */
export function changesBetween<T extends object>(before: T, after: T, names: (keyof T)[]): FieldChange[] {
  return names
    .filter((k) => JSON.stringify(before[k]) !== JSON.stringify(after[k]))
    .map((k) => ({ field: String(k), before: before[k], after: after[k] }))
}

/** What differs between two rules. */
export const ruleChanges = (before: Draft, after: Draft) =>
  changesBetween(before, after, Object.keys(blank) as (keyof Draft)[])

export const sameRule = (a: Draft, b: Draft) => ruleChanges(a, b).length === 0

/** The list with one entry at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, i) => i !== from)
  rest.splice(to, 0, list[from] as T)
  return rest
}
