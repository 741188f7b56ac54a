import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { templatesQuery } from '../../api/templates'
import { blankTemplate, templateDraftOf } from '../../rule/template-draft'
import { useNoRuleWriting } from '../../rule/useMay'
import { TemplateEditor } from './TemplateEditor'

const route = getRouteApi('/t/$tenant/automatic/templates/new')

/** A template that is not yet one (T6): empty, or a copy. */
export function NewTemplate() {
  const { tenant } = route.useParams()
  const { copy } = route.useSearch()
  const list = useSuspenseQuery(templatesQuery(tenant)).data
  const forbidden = useNoRuleWriting()
  useDocumentTitle('New template · Caseweave')
  const original = [...list.items, ...(list.partner_items ?? [])].find((t) => t.id === copy)
  const start = original
    ? { ...templateDraftOf(original), title: `${original.title} (copy)`, shared_with_children: false }
    : blankTemplate
  return (
    <TemplateEditor key={copy} tenant={tenant} title="New template" start={start} forbidden={forbidden} />
  )
}
