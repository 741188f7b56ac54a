import { queryOptions } from '@tanstack/react-query'
import { answer, client, ifMatch } from './client'
import { keys, untilTold } from './queries'
import type { NewTemplate, OneTemplate, TemplateList } from './rule-records'

/** The tenant's templates, and those that its partner shares. */
export const templatesQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.rules(tenant), 'templates'],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/templates', { params: { path: { tenant } } }),
      ) as Promise<TemplateList>,
    ...untilTold,
  })

export const templateQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keys.rules(tenant), 'template', id],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/templates/{id}', { params: { path: { tenant, id } } }),
      ) as Promise<OneTemplate>,
    ...untilTold,
  })

export const templateVersionsQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keys.rules(tenant), 'template versions', id],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/templates/{id}/versions', { params: { path: { tenant, id } } }),
      ),
    ...untilTold,
  })

export const addTemplate = (tenant: string, body: NewTemplate) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/templates', { params: { path: { tenant } }, body }),
  ) as Promise<OneTemplate>

/** Writes a template; with a version of the rule set, only while it has that one. */
export const putTemplate = (tenant: string, id: string, body: NewTemplate, version?: number) =>
  answer(
    client.PUT('/api/v1/tenants/{tenant}/templates/{id}', {
      params: { path: { tenant, id }, header: ifMatch(version) },
      body,
    }),
  ) as Promise<OneTemplate>

export const removeTemplate = (tenant: string, id: string) =>
  answer(client.DELETE('/api/v1/tenants/{tenant}/templates/{id}', { params: { path: { tenant, id } } }))

/** What the scripts of a template would write, for the latest detections. */
export const tryTemplate = (
  tenant: string,
  body: { case_title: string; key_findings: string },
  signal?: AbortSignal,
) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/templates/try', { params: { path: { tenant } }, body, signal }),
  )
