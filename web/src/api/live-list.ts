import { hashKey, type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { usePulse } from './pulse'
import type { ListQuery } from './queries'
import type { Page } from './records'

/** Shortest time between two refreshes of a list that changes all the time, in milliseconds. */
const calm = 150

/**
 * A list that follows the live stream. At its top it refreshes by itself. Further down rows stay
 * where the reader sees them, and `behind` says that there is news above.
 */
export function useLiveList<T>(query: ListQuery<T>, topic: string) {
  const cache = useQueryClient()
  const result = useInfiniteQuery(query)
  const beats = usePulse(topic)
  const list = hashKey(query.queryKey)
  const fresh = () => ({ list, at: result.data ? -1 : beats })
  const [seen, setSeen] = useState(fresh)
  const [atTop, setAtTop] = useState(true)
  // What was seen of one list, or of one filter, says nothing of another.
  if (seen.list !== list) {
    setSeen(fresh)
    setAtTop(true)
  }
  const refreshedAt = useRef(0)

  const behind = beats !== seen.at
  const { refetch, isFetching } = result
  const key = useRef(query.queryKey)
  key.current = query.queryKey

  useEffect(() => {
    if (!behind || !atTop || isFetching) return
    const wait = Math.max(0, refreshedAt.current + calm - Date.now())
    const timer = setTimeout(() => {
      refreshedAt.current = Date.now()
      setSeen({ list, at: beats })
      cache.setQueryData<InfiniteData<Page<T>>>(key.current, firstPage)
      refetch()
    }, wait)
    return () => clearTimeout(timer)
  }, [behind, atTop, isFetching, beats, list, cache, refetch])

  const items = useMemo(() => result.data?.pages.flatMap((p) => p.items) ?? [], [result.data])
  const more = useCallback(() => {
    if (result.hasNextPage && !result.isFetching && !result.isFetchNextPageError) result.fetchNextPage()
  }, [result.hasNextPage, result.isFetching, result.isFetchNextPageError, result.fetchNextPage])
  const trouble = items.length > 0 ? troubleOf(result) : undefined
  return {
    items,
    /** Why there is no row at all. */
    error: items.length > 0 ? null : result.error,
    /** What could not be loaded beside the rows that there are; only `again` asks for it once more. */
    trouble,
    again: () => void (trouble === 'more' ? result.fetchNextPage() : refetch()),
    loading: result.isPending,
    hasMore: result.hasNextPage,
    behind: behind && !atTop,
    more,
    setAtTop,
  }
}

function troubleOf(r: { isError: boolean; isFetchNextPageError: boolean }): 'more' | 'refresh' | undefined {
  if (!r.isError) return undefined
  return r.isFetchNextPageError ? 'more' : 'refresh'
}

function firstPage<T>(list: InfiniteData<Page<T>> | undefined) {
  return list && { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) }
}
