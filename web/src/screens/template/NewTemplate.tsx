import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { templatesQuery } from '../../api/templates'
import { blankTemplate, templateDraftOf } from '../../rule/template-draft'
import { useBook } from '../../rule/useBook'
import { useNoRuleWriting } from '../../rule/useMay'
import { TemplateEditor } from './TemplateEditor'

const route = getRouteApi('/t/$tenant/automatic/{-$place}/templates/new')

/** A template that is not yet one (T6): empty, or a copy. */
export function NewTemplate() {
  const book = useBook()
  const { copy } = route.useSearch()
  const list = useSuspenseQuery(templatesQuery(book)).data
  const forbidden = useNoRuleWriting()
  useDocumentTitle('New template · Caseweave')
  // A partner's template is mostly for its tenants; a tenant has nobody to share with.
  const shared = book.partner !== undefined
  const original = [...list.items, ...(list.partner_items ?? [])].find((t) => t.id === copy)
  const start = original
    ? { ...templateDraftOf(original), title: `${original.title} (copy)`, shared_with_children: shared }
    : { ...blankTemplate, shared_with_children: shared }
  return <TemplateEditor key={copy} book={book} title="New template" start={start} forbidden={forbidden} />
}
