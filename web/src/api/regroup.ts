import { answer, client } from './client'

/** Merges open cases into another. */
export const mergeCases = (tenant: string, number: string, cases: string[]) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases/{number}/merge', {
      params: { path: { tenant, number } },
      body: { cases },
    }),
  )

/** Makes a new case of some of a case's detections. */
export const splitCase = (tenant: string, number: string, detections: string[], title?: string) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases/{number}/split', {
      params: { path: { tenant, number } },
      body: { detections, title },
    }),
  )

/** Takes back a merge, a split or a move. */
export const undoOrder = (tenant: string, order: number) =>
  answer(client.POST('/api/v1/tenants/{tenant}/orders/{order}/undo', { params: { path: { tenant, order } } }))

/** Opens a case by hand: from detections, from a title, or from both. */
export const openCase = (tenant: string, title: string, detections: string[]) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases', {
      params: { path: { tenant } },
      body: { title, detections },
    }),
  )

/** Adds detections to a case, or moves them there from another. */
export const addDetections = (tenant: string, number: string, detections: string[], from?: string) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases/{number}/detections', {
      params: { path: { tenant, number } },
      body: { detections, from },
    }),
  )

/** Takes detections out of a case. */
export const removeDetections = (tenant: string, number: string, detections: string[]) =>
  answer(
    client.DELETE('/api/v1/tenants/{tenant}/cases/{number}/detections', {
      params: { path: { tenant, number } },
      body: { detections },
    }),
  )
