import type { LogKind, Outcome, RuleState } from '../api/rule-records'

/** How each state is written, and what it means (requirement T12). */
export const stateWords: Record<RuleState, { word: string; meaning: string }> = {
  enabled: { word: 'Enabled', meaning: 'Opens cases and adds to them' },
  append: { word: 'Append', meaning: 'Adds to cases, opens none' },
  test: { word: 'Test', meaning: 'Writes to the log what it would do, and does nothing' },
  disabled: { word: 'Disabled', meaning: 'Does nothing' },
}

export const states = Object.keys(stateWords) as RuleState[]

/** How each kind of log entry is written. */
export const kindWords: Record<LogKind, string> = {
  created: 'Opened a case',
  appended: 'Added',
  related_appended: 'Found by search',
  continued: 'Continued a full case',
  case_full: 'Case full',
  no_grouping_value: 'No grouping value',
  expression_failed: 'Expression failed',
  would_create: 'Would open a case',
  would_append: 'Would add',
  would_skip: 'Would do nothing',
  not_reevaluated: 'Not tried again',
  rule_changed: 'Rule changed',
  template_changed: 'Template changed',
}

export const kinds = Object.keys(kindWords) as LogKind[]

/** What became of a detection under a rule, and whether the rule took it. */
export const outcomeWords: Record<Outcome, { word: string; mark: 'yes' | 'no' | 'rest' }> = {
  decided: { word: 'Decided', mark: 'yes' },
  no_match: { word: 'No match', mark: 'no' },
  deprioritized: { word: 'Deprioritized', mark: 'no' },
  no_rows: { word: 'Too few rows', mark: 'no' },
  no_case: { word: 'No case to join', mark: 'no' },
  full: { word: 'Case full', mark: 'no' },
  test: { word: 'On test', mark: 'rest' },
  disabled: { word: 'Disabled', mark: 'rest' },
  not_reached: { word: 'Not reached', mark: 'rest' },
}

/** How each field of a rule or template is called on the page. */
export const fieldWords: Record<string, string> = {
  title: 'Title',
  description: 'Description',
  state: 'State',
  order: 'Order',
  tags: 'Tags',
  template: 'Template',
  filter: 'Filter',
  append_filter: 'Append filter',
  group_by: 'Group by',
  group_count: 'Group count',
  group_duration: 'Group duration',
  group_extend_on_append: 'Window grows with the case',
  max_detections: 'Most detections',
  search_window: 'Search window',
  append_comment: 'Comment on append',
  ignore_prioritization: 'Ignore prioritization',
  case_title: 'Case title',
  key_findings: 'Key findings',
  type: 'Case type',
  priority: 'Priority',
  status: 'Status',
  assignee: 'Assignee',
  managed_by: 'Managed by',
  stages: 'Stages and tasks',
  shared_with_children: 'Shared with tenants',
}

/** Types of case that every tenant has (requirement T6). */
export const caseTypes = [
  'security incident',
  'incident response',
  'threat hunt',
  'vulnerability',
  'policy violation',
  'informational',
]
