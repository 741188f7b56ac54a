import { answer, client } from './client'

interface Asked {
  text: string
  /** Characters before the place to complete. */
  position?: number
}

/** Checks a rule's filter, and says what may stand at a place of it. */
export const checkQuery = (tenant: string, asked: Asked, signal?: AbortSignal) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/query/check', {
      params: { path: { tenant } },
      body: { ...asked, kind: 'filter', of: 'detections' },
      signal,
    }),
  )

/** Checks CEL: an expression whose values are rows, or a text with ${…}. */
export const checkExpression = (
  tenant: string,
  kind: 'grouping' | 'script',
  asked: Asked,
  signal?: AbortSignal,
) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/expressions/check', {
      params: { path: { tenant } },
      body: { ...asked, kind },
      signal,
    }),
  )
