import { Link } from '@tanstack/react-router'
import { paths } from '../../paths'
import { inCount } from '../../ui/format'

/** How many cases a filter finds, and the way to them. */
export function CaseCount({ tenant, n, q }: { tenant: string; n: number; q: string }) {
  return n > 0 ? <Link {...paths.cases(tenant, { q })}>{inCount(n)}</Link> : 0
}
