import { linkOptions } from '@tanstack/react-router'

/** What a list's address holds. */
export interface ListSearch {
  q?: string
  sort?: string
}

export type CaseTab = 'overview' | 'detections' | 'history'
export const caseTabs: CaseTab[] = ['overview', 'detections', 'history']

/** Every address of the page that something links to. */
export const paths = {
  home: () => linkOptions({ to: '/' }),
  login: (next?: string) => linkOptions({ to: '/login', search: { next } }),
  cases: (tenant: string, search: ListSearch = {}) =>
    linkOptions({ to: '/t/$tenant/cases', params: { tenant }, search }),
  case: (tenant: string, number: string, tab: CaseTab = 'overview') =>
    linkOptions({ to: `/t/$tenant/cases/$number/${tab}`, params: { tenant, number } }),
  detections: (tenant: string, search: ListSearch = {}) =>
    linkOptions({ to: '/t/$tenant/detections', params: { tenant }, search }),
  detection: (tenant: string, id: string) =>
    linkOptions({ to: '/t/$tenant/detections/$id', params: { tenant, id } }),
}
