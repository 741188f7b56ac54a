import { Link } from '@tanstack/react-router'
import type { Source } from '../api/sources'
import { paths } from '../paths'
import { FeedState } from './FeedState'
import css from './SourceLines.module.css'
import { byGravity } from './words'

/** A line for each source that says how it does, where a list is empty (requirement S30). */
export function SourceLines({ tenant, sources }: { tenant: string; sources: Source[] }) {
  if (sources.length === 0) return null
  return (
    <div className={css.lines}>
      <ul aria-label="Sources">
        {byGravity(sources).map((s) => (
          <li key={s.source}>
            <FeedState state={s.state} bare />
            <span>{s.why}</span>
          </li>
        ))}
      </ul>
      <Link {...paths.sources(tenant)}>See what sources send</Link>
    </div>
  )
}
