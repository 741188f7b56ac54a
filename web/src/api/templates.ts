import { queryOptions } from '@tanstack/react-query'
import { at, type Book, bookKey, owner, untilChanged } from './books'
import { answer, client, ifMatch } from './client'
import type { NewTemplate, OneTemplate, TemplateList } from './rule-records'

/** A tenant's templates and those that its partner shares, or all of a partner's. */
export const templatesQuery = (book: Book) =>
  queryOptions({
    queryKey: [...bookKey(book), 'templates'],
    queryFn: () =>
      answer(
        client.GET(at(book, '/api/v1/tenants/{tenant}/templates'), { params: { path: owner(book) } }),
      ) as Promise<TemplateList>,
    ...untilChanged(book),
  })

export const templateQuery = (book: Book, id: string) =>
  queryOptions({
    queryKey: [...bookKey(book), 'template', id],
    queryFn: () =>
      answer(
        client.GET(at(book, '/api/v1/tenants/{tenant}/templates/{id}'), {
          params: { path: { ...owner(book), id } },
        }),
      ) as Promise<OneTemplate>,
    ...untilChanged(book),
  })

export const templateVersionsQuery = (book: Book, id: string) =>
  queryOptions({
    queryKey: [...bookKey(book), 'template versions', id],
    queryFn: () =>
      answer(
        client.GET(at(book, '/api/v1/tenants/{tenant}/templates/{id}/versions'), {
          params: { path: { ...owner(book), id } },
        }),
      ),
    ...untilChanged(book),
  })

export const addTemplate = (book: Book, body: NewTemplate) =>
  answer(
    client.POST(at(book, '/api/v1/tenants/{tenant}/templates'), { params: { path: owner(book) }, body }),
  ) as Promise<OneTemplate>

/** Writes a template; with a version of the rule set, only while it has that one. */
export const putTemplate = (book: Book, id: string, body: NewTemplate, version?: number) =>
  answer(
    client.PUT(at(book, '/api/v1/tenants/{tenant}/templates/{id}'), {
      params: { path: { ...owner(book), id }, header: ifMatch(version) },
      body,
    }),
  ) as Promise<OneTemplate>

export const removeTemplate = (book: Book, id: string) =>
  answer(
    client.DELETE(at(book, '/api/v1/tenants/{tenant}/templates/{id}'), {
      params: { path: { ...owner(book), id } },
    }),
  )

/** What the scripts of a template would write, for the latest detections. */
export const tryTemplate = (
  tenant: string,
  body: { case_title: string; key_findings: string },
  signal?: AbortSignal,
) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/templates/try', { params: { path: { tenant } }, body, signal }),
  )
