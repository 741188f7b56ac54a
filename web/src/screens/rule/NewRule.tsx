import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Rule } from '../../api/rule-records'
import { rulesQuery } from '../../api/rules'
import { blank, type Draft, draftOf } from '../../rule/draft'
import { useBook } from '../../rule/useBook'
import { useNoRuleWriting } from '../../rule/useMay'
import { Builder } from './Builder'

const route = getRouteApi('/t/$tenant/automatic/{-$place}/rules/new')

/** A rule that is not yet one (T10): empty, or a copy. */
export function NewRule() {
  const book = useBook()
  const { copy, ...search } = route.useSearch()
  const list = useSuspenseQuery(rulesQuery(book)).data
  const forbidden = useNoRuleWriting()
  useDocumentTitle('New rule · Caseweave')
  const original = [...list.items, ...(list.partner_items ?? [])].find((r) => r.id === copy)
  return (
    <Builder
      key={copy}
      book={book}
      title="New rule"
      start={original ? copyOf(original, list.items) : { ...blank, order: lastOrder(list.items) }}
      search={search}
      forbidden={forbidden}
    />
  )
}

const lastOrder = (rules: Rule[]) => Math.max(0, ...rules.map((r) => r.order)) + 10

function copyOf(rule: Rule, own: Rule[]): Draft {
  const draft = draftOf(rule)
  const template = draft.template.startsWith('partner:') ? '' : draft.template
  return { ...draft, template, title: `${rule.title} (copy)`, state: 'test', order: lastOrder(own) }
}
