import type { paths } from './schema.gen'

type Get<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer R } } } }
}
  ? R
  : never

type ItemOf<L> = L extends { items: (infer I)[] | null } ? I : never

/** Records as the server answers them; their shape is that of the OpenAPI file. */
export type Me = Get<'/api/v1/me'>
/** Something that one may be allowed to do. */
export type Action = NonNullable<Me['may']>[number]
export type Attack = Get<'/api/v1/attack'>
export type Case = ItemOf<Get<'/api/v1/tenants/{tenant}/cases'>>
/** A case with the devices and users that its detections speak of. */
export type CaseDetail = Get<'/api/v1/tenants/{tenant}/cases/{number}'>
export type Detection = Get<'/api/v1/tenants/{tenant}/detections/{id}'>
/** A case, or a detection, in a list of several tenants. */
export type TenantCase = ItemOf<Get<'/api/v1/cases'>>
export type TenantDetection = ItemOf<Get<'/api/v1/detections'>>
export type Activity = ItemOf<Get<'/api/v1/tenants/{tenant}/cases/{number}/activity'>>

type SortOf<P extends keyof paths> = paths[P] extends {
  get: { parameters: { query?: { sort?: infer S } } }
}
  ? NonNullable<S>
  : never

export type CaseSort = SortOf<'/api/v1/tenants/{tenant}/cases'>
export type DetectionSort = SortOf<'/api/v1/tenants/{tenant}/detections'>

/** One page of a list; no next_cursor means that it is the last. */
export interface Page<T> {
  items: T[]
  next_cursor?: string
}
