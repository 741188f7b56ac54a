import createClient from 'openapi-fetch'
import { untouchedFor } from './hand'
import { Problem } from './problem'
import type { paths } from './schema.gen'

/** The typed client of the server that served this page; its session is a cookie. */
export const client = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
})

// What the page asks by itself is no sign of somebody being there.
client.use({
  onRequest({ request }) {
    request.headers.set('Caseweave-Idle', `${untouchedFor()}`)
    return request
  },
})

let refusedWrite = () => {}

/** Calls when the server refuses a write for want of a session, or of the right secret. */
export const onRefusedWrite = (call: () => void) => {
  refusedWrite = call
}

client.use({
  onResponse({ request, response }) {
    const logsIn = new URL(request.url).pathname.startsWith('/api/v1/login')
    if (response.status === 401 && request.method !== 'GET' && !logsIn) refusedWrite()
  },
})

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The answer's content, or a thrown Problem. */
export async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch(() => {
    throw Problem.unreachable()
  })
  if (!response.ok) throw Problem.from(response.status, error)
  return data as T
}

/** The header that lets a write pass only while the rule set has a version; none lets it pass always. */
export const ifMatch = (version?: number) => (version === undefined ? {} : { 'If-Match': `"${version}"` })
