import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ruleQuery } from '../../api/rules'
import { draftOf } from '../../rule/draft'
import { useBook } from '../../rule/useBook'
import { useNoRuleWriting } from '../../rule/useMay'
import { Builder } from './Builder'

const route = getRouteApi('/t/$tenant/automatic/{-$place}/rules/$id')

/** A rule, to read and to change (T21). */
export function RuleScreen() {
  const book = useBook()
  const { id } = route.useParams()
  const search = route.useSearch()
  const { rule } = useSuspenseQuery(ruleQuery(book, id)).data
  const unwritten = useNoRuleWriting()
  useDocumentTitle(`${rule.title} · Caseweave`)
  const partners =
    rule.owner === 'partner' ? 'This is your partner’s rule: it can be read and duplicated.' : undefined
  return (
    <Builder
      key={id}
      book={book}
      title={rule.title}
      saved={rule}
      start={draftOf(rule)}
      search={search}
      forbidden={partners ?? unwritten}
    />
  )
}
