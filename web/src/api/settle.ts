import { answer, client } from './client'
import type { Detection } from './records'

/** What people make of a detection. */
export type Settlement = Exclude<Detection['status'], 'in_case'>

/** Closes detections, ignores them, or lets them count again. */
export const settleDetections = (tenant: string, detections: string[], status: Settlement) =>
  answer(
    client.PATCH('/api/v1/tenants/{tenant}/detections', {
      params: { path: { tenant } },
      body: { detections, status },
    }),
  )
