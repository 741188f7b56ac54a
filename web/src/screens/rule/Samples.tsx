import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Sample } from '../../api/rule-records'
import { bandOf } from '../../detection/words'
import { paths } from '../../paths'
import type { Draft } from '../../rule/draft'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Severity } from '../../ui/Severity'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import css from './Samples.module.css'
import { mistaken, type Trying } from './useTrying'

interface Props {
  tenant: string
  draft: Draft
  trying: Trying
  /** Shows each one's grouping values. */
  rows?: boolean
}

/** Real detections that the rule would take, newest first. */
export function Samples({ tenant, draft, trying, rows = false }: Props) {
  if (draft.filter.trim() === '' || trying.error) return null
  if (trying.isPending) return <Skeleton height={160} mt="sm" />
  const all = trying.data.samples
  const samples = rows ? all : all.filter((s) => s.filter || s.append)
  if (mistaken(trying) && !rows) return null
  if (samples.length === 0) return <p className={css.none}>No detection of the last 7 days matches.</p>
  return (
    <ul className={css.samples} aria-label="Samples" data-old={trying.isPlaceholderData}>
      {samples.map((s) => (
        <li key={s.id} className={css.sample}>
          <div className={css.line}>
            <Severity level={bandOf(s.severity)} bare />
            <Link {...paths.detection(tenant, s.id)} className={css.title}>
              <Foreign text={s.title || s.id} most={120} />
            </Link>
            {s.append && !s.filter && (
              <Tag title="Only the append filter holds: it opens no case">joins only</Tag>
            )}
            <span className={css.at}>
              <Time at={s.created_at} />
            </span>
          </div>
          {rows && <Rows sample={s} needed={draft.group_count} />}
        </li>
      ))}
    </ul>
  )
}

function Rows({ sample, needed }: { sample: Sample; needed: number }) {
  const { rows, errors } = sample
  return (
    <>
      {rows.length > 0 && (
        <ul className={css.rows} aria-label="Rows">
          {rows.map((r) => (
            <li key={r} className={css.row}>
              <Foreign text={r} most={160} />
            </li>
          ))}
          {sample.row_count > rows.length && <li>and {inCount(sample.row_count - rows.length)} more</li>}
        </ul>
      )}
      {sample.row_count < needed && errors.length === 0 && (
        <p className={css.none}>
          {sample.row_count === 0 ? 'No row' : 'Too few rows'}: the rule goes on to the next detection.
        </p>
      )}
      {errors.map((e) => (
        <p key={e} className={css.error}>
          <Foreign text={e} most={300} />
        </p>
      ))}
    </>
  )
}
