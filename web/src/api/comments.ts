import { answer, client } from './client'
import { keys, pages } from './queries'
import type { components } from './schema.gen'

export type Comment = components['schemas']['Comment']

/** The comments of a case, newest first. */
export const commentsQuery = (tenant: string, number: string) =>
  pages<Comment>([...keys.case(tenant, number), 'comments'], (cursor) => {
    const params = { path: { tenant, number }, query: { sort: '-entry' as const, cursor, limit: 100 } }
    return answer(client.GET('/api/v1/tenants/{tenant}/cases/{number}/comments', { params }))
  })

export const addComment = (tenant: string, number: string, text: string) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases/{number}/comments', {
      params: { path: { tenant, number } },
      body: { text },
    }),
  )

export const editComment = (tenant: string, number: string, c: Comment, text: string) =>
  answer(
    client.PATCH('/api/v1/tenants/{tenant}/cases/{number}/comments/{comment}', {
      params: { path: { tenant, number, comment: c.id } },
      body: { text, version: c.version },
    }),
  )

export const deleteComment = (tenant: string, number: string, c: Comment) =>
  answer(
    client.DELETE('/api/v1/tenants/{tenant}/cases/{number}/comments/{comment}', {
      params: { path: { tenant, number, comment: c.id } },
    }),
  )
