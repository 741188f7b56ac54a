import { Button, SegmentedControl } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { exportRules } from '../../api/rules'
import { templatesQuery } from '../../api/templates'
import { useCommands } from '../../commands/registry'
import { ToolHead } from '../../frame/ToolHead'
import { useListKeys } from '../../frame/useListKeys'
import { paths } from '../../paths'
import { complain } from '../../rule/deeds'
import { useBook } from '../../rule/useBook'
import { useNoRuleWriting } from '../../rule/useMay'
import { download } from '../../ui/download'
import { Notice } from '../../ui/Notice'
import { VirtualTable } from '../../ui/VirtualTable'
import { Cards } from './Cards'
import { narrowTemplate, templateColumns } from './columns'

const route = getRouteApi('/t/$tenant/automatic/{-$place}/templates')

/** How cases begin: as cards, or as a list (T5). */
export function Templates() {
  const book = useBook()
  const { as } = route.useSearch()
  const navigate = useNavigate()
  const forbidden = useNoRuleWriting()
  const list = useSuspenseQuery(templatesQuery(book)).data
  useDocumentTitle('Templates · Caseweave')
  const { table } = useListKeys()
  const create = () => navigate(paths.newTemplate(book))
  useCommands([{ id: 'new', title: 'New template', section: 'List', keys: 'n', run: create }])
  const items = [...list.items, ...(list.partner_items ?? [])]
  const save = () =>
    exportRules(book, 'templates')
      .then((text) => download('templates.yaml', text, 'application/yaml'))
      .catch(complain)
  return (
    <>
      <ToolHead title="Templates" note="How a case begins that a rule opens">
        <SegmentedControl
          size="xs"
          aria-label="Show as"
          value={as ?? 'cards'}
          onChange={(v) =>
            navigate({ to: '.', search: { as: v === 'list' ? 'list' : undefined }, replace: true })
          }
          data={[
            { value: 'cards', label: 'Cards' },
            { value: 'list', label: 'List' },
          ]}
        />
        <Button size="xs" variant="default" onClick={save} disabled={list.items.length === 0}>
          Export all
        </Button>
        <Button size="xs" onClick={create} disabled={!!forbidden} title={forbidden}>
          New template
        </Button>
      </ToolHead>
      {items.length === 0 ? (
        <Notice
          title="No templates yet"
          action={
            <Button onClick={create} disabled={!!forbidden} title={forbidden}>
              New template
            </Button>
          }
        >
          <p>
            Cases begin plain: new, priority P3, named by their detections. A template gives them a title, key
            findings, a checklist and an owner from the start.
          </p>
        </Notice>
      ) : as === 'list' ? (
        <VirtualTable
          label="Templates"
          columns={templateColumns(book)}
          rows={items}
          keyOf={(t) => t.id}
          narrow={(t) => narrowTemplate(book, t)}
          hasMore={false}
          onMore={() => undefined}
          handle={table}
        />
      ) : (
        <Cards book={book} templates={items} />
      )}
    </>
  )
}
