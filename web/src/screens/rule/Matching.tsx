import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths'
import type { Draft } from '../../rule/draft'
import { inCount } from '../../ui/format'
import css from './Builder.module.css'
import { searchOf } from './search'
import { mistaken, type Trying } from './useTrying'

/** How many detections of the last week match; the number leads to them. */
export function Matching({ tenant, draft, trying }: { tenant: string; draft: Draft; trying: Trying }) {
  if (draft.filter.trim() === '') {
    return <p className={css.hint}>Write a filter to see what it matches within the last 7 days.</p>
  }
  if (trying.isPending) return <Skeleton height={32} width={220} />
  if (trying.error) return <p className={css.hint}>{trying.error.message}</p>
  if (mistaken(trying))
    return <p className={css.hint}>The filter has a mistake: nothing is counted until it is mended.</p>
  const { count, more } = trying.data.matching
  return (
    <p className={css.matching} aria-live="polite" data-old={trying.isPlaceholderData}>
      <Link {...paths.detections(tenant, { q: searchOf(draft) })} className={css.big}>
        {inCount(count)}
        {more && '+'}
      </Link>{' '}
      {count === 1 && !more ? 'detection' : 'detections'} of the last 7 days{' '}
      {count === 1 && !more ? 'matches' : 'match'}
    </p>
  )
}
