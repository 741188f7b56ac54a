import { useDocumentTitle } from '@mantine/hooks'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Book } from '../../api/books'
import { templateQuery, templateVersionsQuery } from '../../api/templates'
import { templateChanges, templateDraftOf } from '../../rule/template-draft'
import { useBook } from '../../rule/useBook'
import { useNoRuleWriting } from '../../rule/useMay'
import { VersionList } from '../../rule/VersionList'
import { TemplateEditor } from './TemplateEditor'

const route = getRouteApi('/t/$tenant/automatic/{-$place}/templates/$id')

/** A template, to read and to change (T7). */
export function TemplateScreen() {
  const book = useBook()
  const { id } = route.useParams()
  const { panel } = route.useSearch()
  const navigate = useNavigate()
  const { template } = useSuspenseQuery(templateQuery(book, id)).data
  const unwritten = useNoRuleWriting()
  useDocumentTitle(`${template.title} · Caseweave`)
  const partners =
    template.owner === 'partner'
      ? 'This is your partner’s template: it can be read and duplicated.'
      : undefined
  const show = (open?: 'versions') => navigate({ to: '.', search: { panel: open } })
  return (
    <>
      <TemplateEditor
        key={id}
        book={book}
        title={template.title}
        saved={template}
        start={templateDraftOf(template)}
        forbidden={partners ?? unwritten}
        onVersions={() => show('versions')}
      />
      <Versions book={book} id={id} opened={panel === 'versions'} onClose={() => show()} />
    </>
  )
}

interface VersionsProps {
  book: Book
  id: string
  opened: boolean
  onClose: () => void
}

function Versions({ book, id, opened, onClose }: VersionsProps) {
  const { data, error, refetch } = useQuery({ ...templateVersionsQuery(book, id), enabled: opened })
  const versions = data?.items.map((v, i, all) => {
    const before = all[i + 1]
    const changes = before
      ? templateChanges(templateDraftOf(before.template), templateDraftOf(v.template))
      : []
    return { ...v, changes }
  })
  return (
    <VersionList
      what="template"
      opened={opened}
      onClose={onClose}
      versions={{ data: versions, error, refetch }}
    />
  )
}
