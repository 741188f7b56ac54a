import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { type Book, bookKey } from '../../api/books'
import type { Finding, Rule } from '../../api/rule-records'
import { lintRules, rulesQuery } from '../../api/rules'
import { templatesQuery } from '../../api/templates'
import { type Draft, withDraft } from '../../rule/draft'
import { Foreign } from '../../ui/Foreign'
import { Icon } from '../../ui/Icon'
import css from './Builder.module.css'
import type { Trying } from './useTrying'

interface Props {
  book: Book
  draft: Draft
  saved?: Rule
  tried: Trying['data']
}

/** What is worth a second look in the rule as it is written, before it is saved (T34). */
export function Findings({ book, draft, saved, tried }: Props) {
  if (book.partner) return <AtPartner book={book} draft={draft} saved={saved} />
  // A tenant's rule is linted where it is tried; one without an id is called so there.
  const id = saved?.id ?? 'draft:'
  return <List findings={(tried?.lint ?? []).filter((f) => f.rule === id)} />
}

/** A partner's rule is held against its others, and against those of its tenants. */
function AtPartner({ book, draft, saved }: Omit<Props, 'tried'>) {
  const { items, version } = useSuspenseQuery(rulesQuery(book)).data
  const templates = useSuspenseQuery(templatesQuery(book)).data
  const [settled] = useDebouncedValue(draft, 400)
  const id = saved?.id ?? `new-${version}`
  const { data } = useQuery({
    queryKey: [...bookKey(book), 'lint', version, id, settled],
    queryFn: ({ signal }) => lintRules(book, withDraft(items, settled, id), templates.items, signal),
    enabled: settled.filter.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  // Mistakes are told where they are made.
  return <List findings={(data?.items ?? []).filter((f) => f.rule === id && f.level === 'warning')} />
}

const List = ({ findings }: { findings: Finding[] }) => (
  <ul className={css.findings} aria-label="Worth a second look" aria-live="polite">
    {findings.map((f) => (
      <li key={`${f.code} ${f.message}`}>
        <Icon name="warning" size={14} /> <Foreign text={f.message} most={400} />
      </li>
    ))}
  </ul>
)
