import { linkOptions } from '@tanstack/react-router'
import type { Book } from './api/books'

/** What a list's address holds. */
export interface ListSearch {
  q?: string
  sort?: string
}

/** What the address of a list of several tenants holds. */
export interface AcrossSearch extends ListSearch {
  /** A group of tenants; all within reach where there is none. */
  group?: string
}

/** What the address of a list holds of which views are kept. */
export interface ViewSearch extends ListSearch {
  /** The own view that the list is in; whoever has none of that id sees the same list. */
  view?: string
  /** Ids of the columns shown, with commas between them. */
  columns?: string
}

/** What the rule log is asked for; several mean all of them. */
export interface LogSearch {
  rule?: string
  case?: string
  detection?: string
  template?: string
  kind?: string
}

/** The builder's steps, in order. */
export const ruleSteps = ['details', 'criteria', 'grouping', 'backtest'] as const
export type RuleStep = (typeof ruleSteps)[number]

/** The tabs of automatic cases that partners have, too. */
export const bookTabs = ['rules', 'templates'] as const
type BookTab = (typeof bookTabs)[number]
export const isBookTab = (tab: string): tab is BookTab => bookTabs.some((t) => t === tab)

export const automaticTabs = [...bookTabs, 'logs', 'backtests', 'settings'] as const
export type AutomaticTab = (typeof automaticTabs)[number]

export type CaseTab = 'overview' | 'detections' | 'history'
export const caseTabs: CaseTab[] = ['overview', 'detections', 'history']

/** Where a book stands: the tenant's own has no place of its own in the address. */
const inBook = ({ tenant, partner }: Book) => ({ tenant, place: partner && `partner:${partner}` })

/** The tenant whose screens stand around a screen; none where those of several do. */
export type Around = string | undefined

/** Every address of the page that something links to. */
export const paths = {
  home: () => linkOptions({ to: '/' }),
  /** What several tenants have. */
  allCases: (search: AcrossSearch = {}) => linkOptions({ to: '/all/cases', search }),
  allDetections: (search: AcrossSearch = {}) => linkOptions({ to: '/all/detections', search }),
  login: (next?: string) => linkOptions({ to: '/login', search: { next } }),
  cases: (tenant: string, search: ListSearch = {}) =>
    linkOptions({ to: '/t/$tenant/cases', params: { tenant }, search }),
  case: (tenant: string, number: string, tab: CaseTab = 'overview') =>
    linkOptions({ to: `/t/$tenant/cases/$number/${tab}`, params: { tenant, number } }),
  /** The detections of a case: those that a filter keeps, one of them opened. */
  caseDetections: (tenant: string, number: string, search: ListSearch & { open?: string }) =>
    linkOptions({ to: '/t/$tenant/cases/$number/detections', params: { tenant, number }, search }),
  detections: (tenant: string, search: ListSearch = {}) =>
    linkOptions({ to: '/t/$tenant/detections', params: { tenant }, search }),
  detection: (tenant: string, id: string) =>
    linkOptions({ to: '/t/$tenant/detections/$id', params: { tenant, id } }),
  /** The same, at the section that says why it is where it is. */
  why: (tenant: string, id: string) =>
    linkOptions({ to: '/t/$tenant/detections/$id', params: { tenant, id }, hash: 'why' }),
  insights: (tenant: string, search: { days?: number } = {}) =>
    linkOptions({ to: '/t/$tenant/insights', params: { tenant }, search }),
  sources: (tenant: string) => linkOptions({ to: '/t/$tenant/sources', params: { tenant } }),
  killChain: (tenant: string) => linkOptions({ to: '/t/$tenant/kill-chain', params: { tenant } }),
  /** The settings of a place: root, partner:ID or tenant:ID. */
  settings: (around: Around, place: string, section: string, search: { q?: string; number?: string } = {}) =>
    around
      ? linkOptions({
          to: '/t/$tenant/settings/$place/$section',
          params: { tenant: around, place, section },
          search,
        })
      : linkOptions({ to: '/all/settings/$place/$section', params: { place, section }, search }),
  /** The settings that a reader begins with. */
  allSettings: (around: Around) =>
    around
      ? linkOptions({ to: '/t/$tenant/settings', params: { tenant: around } })
      : linkOptions({ to: '/all/settings' }),
  audit: (tenant: string) =>
    linkOptions({
      to: '/t/$tenant/settings/$place/$section',
      params: { tenant, place: `tenant:${tenant}`, section: 'audit' },
    }),
  account: (around: Around, section = 'password') =>
    around
      ? linkOptions({ to: '/t/$tenant/account/$section', params: { tenant: around, section } })
      : linkOptions({ to: '/all/account/$section', params: { section } }),
  automatic: (tenant: string) => linkOptions({ to: '/t/$tenant/automatic', params: { tenant } }),
  automaticTab: (book: Book, tab: AutomaticTab) =>
    isBookTab(tab)
      ? linkOptions({ to: `/t/$tenant/automatic/{-$place}/${tab}`, params: inBook(book) })
      : linkOptions({ to: `/t/$tenant/automatic/${tab}`, params: { tenant: book.tenant } }),
  newRule: (book: Book, search: { step?: RuleStep; copy?: string } = {}) =>
    linkOptions({ to: '/t/$tenant/automatic/{-$place}/rules/new', params: inBook(book), search }),
  rule: (book: Book, id: string, step?: RuleStep) =>
    linkOptions({
      to: '/t/$tenant/automatic/{-$place}/rules/$id',
      params: { ...inBook(book), id },
      search: { step },
    }),
  newTemplate: (book: Book, search: { copy?: string } = {}) =>
    linkOptions({ to: '/t/$tenant/automatic/{-$place}/templates/new', params: inBook(book), search }),
  template: (book: Book, id: string) =>
    linkOptions({ to: '/t/$tenant/automatic/{-$place}/templates/$id', params: { ...inBook(book), id } }),
  logs: (tenant: string, search: LogSearch = {}) =>
    linkOptions({ to: '/t/$tenant/automatic/logs', params: { tenant }, search }),
  backtest: (tenant: string, id: string) =>
    linkOptions({ to: '/t/$tenant/automatic/backtests/$id', params: { tenant, id } }),
}
