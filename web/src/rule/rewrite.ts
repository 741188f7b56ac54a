import type { QueryClient } from '@tanstack/react-query'
import type { Book } from '../api/books'
import { Problem } from '../api/problem'
import type { NewRule, Rule } from '../api/rule-records'
import { putRule, ruleQuery } from '../api/rules'

// Another rule may be saved in between; then it is tried again.
const tries = 4

/** Writes what `edit` makes of the rule as it stands now; nothing where that is nothing. */
export async function rewriteRule(
  cache: QueryClient,
  book: Book,
  id: string,
  edit: (now: Rule) => NewRule | undefined,
): Promise<Rule | undefined> {
  for (let i = 1; ; i++) {
    const now = await cache.fetchQuery({ ...ruleQuery(book, id), staleTime: 0 })
    const wanted = edit(now.rule)
    if (!wanted) return undefined
    try {
      return (await putRule(book, id, wanted, now.version)).rule
    } catch (e) {
      const overtaken = e instanceof Problem && (e.status === 409 || e.status === 412)
      if (!overtaken || i === tries) throw e
    }
  }
}
