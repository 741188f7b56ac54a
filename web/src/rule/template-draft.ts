import type { NewTemplate, Stage } from '../api/rule-records'
import { changesBetween } from './draft'

/** A template while somebody writes it: every field has a value, texts may be empty. */
export interface TemplateDraft {
  title: string
  description: string
  case_title: string
  key_findings: string
  type: string
  priority: string
  status: string
  managed_by: string
  assignee: string
  tags: string[]
  stages: Stage[]
  shared_with_children: boolean
}

/** What a new template begins with. */
export const blankTemplate: TemplateDraft = {
  title: '',
  description: '',
  case_title: '',
  key_findings: '',
  type: 'security incident',
  priority: 'P3',
  status: 'new',
  managed_by: 'self',
  assignee: '',
  tags: [],
  stages: [],
  shared_with_children: false,
}

/** The draft of a template as it stands. */
export function templateDraftOf(template: NewTemplate): TemplateDraft {
  const given = Object.fromEntries(
    Object.keys(blankTemplate)
      .map((k) => [k, template[k as keyof TemplateDraft]])
      .filter(([, v]) => v !== undefined && v !== null && v !== ''),
  )
  return { ...blankTemplate, ...given } as TemplateDraft
}

/** What the server is sent: empty texts are left out. */
export function templateOf(draft: TemplateDraft): NewTemplate {
  const given = Object.entries(draft).filter(([, v]) => v !== '')
  return { ...Object.fromEntries(given), title: draft.title } as NewTemplate
}

/** What differs between two templates. */
export const templateChanges = (before: TemplateDraft, after: TemplateDraft) =>
  changesBetween(before, after, Object.keys(blankTemplate) as (keyof TemplateDraft)[])

export const sameTemplate = (a: TemplateDraft, b: TemplateDraft) => templateChanges(a, b).length === 0
