import type { components } from './schema.gen'

type Schemas = components['schemas']

/** What is stored has its id. */
type Stored<T> = T & { id: string }

/** Records of automatic cases as the server answers them; their shape is that of the OpenAPI file. */
export type NewRule = Schemas['NewRule']
export type Rule = Stored<Schemas['Rule']>
export type RuleState = Rule['state']
export type Finding = Schemas['Finding']
export type RuleCounts = Schemas['RuleCount']
export type Counts = Schemas['RuleCounts']
export type Sample = Schemas['RuleSample']
export type Imported = Schemas['Import']
export type NewTemplate = Schemas['Template']
export type Template = Stored<NewTemplate>
export type Stage = Schemas['Stage']
export type LogEntry = Schemas['RuleLog']
export type LogKind = LogEntry['kind']
export type Ref = NonNullable<Schemas['LogSubject']>
export type Explanation = Schemas['Explanation']
export type RuleTried = Schemas['ExplainedRule']
export type FilterExplained = NonNullable<Schemas['ExplainedFilter']>
export type Outcome = RuleTried['outcome']
export type Backtest = Schemas['Backtest']
export type BacktestResult = Schemas['BacktestResult']
export type BacktestExample = Schemas['BacktestExample']
export type Settings = Schemas['Settings']
export type Forecast = Schemas['Forecast']

export interface RuleList extends Omit<Schemas['RuleList'], 'items' | 'partner_items'> {
  items: Rule[]
  partner_items: Rule[]
}

export interface OneRule extends Omit<Schemas['RuleAnswer'], 'rule'> {
  rule: Rule
}

export interface TemplateList extends Omit<Schemas['TemplateList'], 'items' | 'partner_items'> {
  items: Template[]
  partner_items: Template[]
}

export interface OneTemplate extends Omit<Schemas['TemplateAnswer'], 'template'> {
  template: Template
}

/** A rule while it is written: the server tries it as far as it goes. */
export type RuleDraft = Schemas['RuleDraft']
