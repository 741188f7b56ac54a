import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Refused } from '../../casefile/useBulk'
import { paths } from '../../paths'
import css from './Cases.module.css'

/** Which cases were not changed, and why. */
export function RefusedCases({
  tenant,
  refused,
  onClose,
}: {
  tenant: string
  refused: Refused[]
  onClose: () => void
}) {
  if (refused.length === 0) return null
  return (
    <details className={css.refused} open>
      <summary>
        {refused.length === 1 ? 'One case was not changed' : `${refused.length} cases were not changed`}
      </summary>
      <ul>
        {refused.map((r) => (
          <li key={r.number}>
            <Link {...paths.case(tenant, r.number)}>{r.number}</Link> {r.why}
          </li>
        ))}
      </ul>
      <Button size="compact-xs" variant="default" onClick={onClose}>
        Understood
      </Button>
    </details>
  )
}
