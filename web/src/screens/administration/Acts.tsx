import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { actsQuery } from '../../api/acts'
import { Problem } from '../../api/problem'
import { useCommands } from '../../commands/registry'
import { ListFilter } from '../../frame/ListFilter'
import { Notice } from '../../ui/Notice'
import { ActEntries } from './ActEntries'
import css from './Acts.module.css'
import type { AtPlace } from './at-place'

/** What administrators did at a place, newest first, or what a filter keeps of it. */
export function Acts({ place }: AtPlace) {
  const { q } = useSearch({ strict: false })
  const navigate = useNavigate()
  const query = actsQuery(place, q)
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(query)
  const filter = useRef<HTMLInputElement>(null)
  useCommands([
    {
      id: 'filter',
      title: 'Filter the acts',
      section: 'List',
      keys: '/',
      run: () => filter.current?.focus(),
    },
  ])
  const acts = data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <div className={css.head}>
        <ListFilter
          label="Filter the acts"
          placeholder="kind = 'user_created' AND actor = 'ada'"
          query={query}
          value={q ?? ''}
          onApply={(q) => navigate({ to: '.', search: { q: q || undefined } })}
          inputRef={filter}
        />
      </div>
      {error && !(error instanceof Problem && q) && (
        <Notice title="The acts could not be loaded">{error.message}</Notice>
      )}
      {data && acts.length === 0 && (
        <Notice title={q ? 'No act is like that' : 'Nothing has been done here yet'}>
          {!q && <p>Accounts, tokens and settings of this place leave a line here whenever they change.</p>}
        </Notice>
      )}
      <ActEntries
        acts={acts}
        onMore={() => {
          if (hasNextPage && !isFetching) void fetchNextPage()
        }}
      />
    </>
  )
}
