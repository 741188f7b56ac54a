import { Link } from '@tanstack/react-router'
import type { Tie } from '../../../api/ties'
import { Resolution } from '../../../casefile/Resolution'
import { isOpen, statusWords } from '../../../casefile/words'
import { paths } from '../../../paths'
import { Foreign } from '../../../ui/Foreign'
import { Severity } from '../../../ui/Severity'
import css from './RelatedCases.module.css'

/** Another case on a line: how bad, which, and how it ended. */
export function CaseLine({ tenant, other, words }: { tenant: string; other: Tie['case']; words?: string }) {
  const ended = !isOpen(other) && other.resolution !== 'none'
  return (
    <span className={css.line}>
      {words && <span className={css.quiet}>{words}</span>}
      <Severity level={other.severity} bare />
      <Link {...paths.case(tenant, other.number)}>{other.number}</Link>
      <span>
        <Foreign text={other.title} most={120} />
      </span>
      <span className={css.quiet}>{statusWords[other.status]}</span>
      {ended && <Resolution resolution={other.resolution} />}
    </span>
  )
}
