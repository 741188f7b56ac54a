import { answer, client } from './client'
import { newest, openOnly, pages, type View } from './queries'
import type { CaseSort, DetectionSort, TenantCase, TenantDetection } from './records'

/** A list of several tenants: those within reach, or those of a group. */
export interface AcrossView extends View {
  group?: string
}

/** The latest to arrive, whoever's it is: arrivals are counted by each tenant for itself. */
export const newestOfAll = { cases: newest.cases, detections: '-received_at' } as const

/** Begin the keys of the cache; lists of all tenants are read anew at a pace. */
export const acrossKeys = { cases: ['all', 'cases'], detections: ['all', 'detections'] } as const

/** The cases of several tenants; of a view that says nothing, those that are open. */
export const allCasesQuery = ({ q = openOnly, sort, group }: AcrossView) => {
  const asked = { q, sort: (sort as CaseSort) ?? newestOfAll.cases, group }
  return pages<TenantCase>([...acrossKeys.cases, asked], (cursor) =>
    answer(client.GET('/api/v1/cases', { params: { query: { ...asked, cursor, limit: 100 } } })),
  )
}

/** The detections of several tenants. */
export const allDetectionsQuery = ({ q, sort, group }: AcrossView) => {
  const asked = { q, sort: (sort as DetectionSort) ?? newestOfAll.detections, group }
  return pages<TenantDetection>([...acrossKeys.detections, asked], (cursor) =>
    answer(client.GET('/api/v1/detections', { params: { query: { ...asked, cursor, limit: 100 } } })),
  )
}
