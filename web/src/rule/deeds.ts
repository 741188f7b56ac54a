import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { Book } from '../api/books'
import { keys } from '../api/queries'
import type { Rule, RuleList, RuleState } from '../api/rule-records'
import { exportRules, removeRule, rulesQuery } from '../api/rules'
import { download } from '../ui/download'
import { say } from '../ui/toasts'
import { draftOf, ruleOf } from './draft'
import { rewriteRule } from './rewrite'
import { stateWords } from './words'

/** Says what went wrong. */
export const complain = (e: unknown) =>
  say({ text: e instanceof Error ? e.message : 'That did not work.', bad: true })

/** Everything that follows from the rule sets, the tenant's and its partner's, is fetched anew. */
export const rulesChanged = (cache: QueryClient, tenant: string) =>
  cache.invalidateQueries({ queryKey: keys.rules(tenant) })

function show(cache: QueryClient, book: Book, change: (rule: Rule) => Rule) {
  cache.setQueryData<RuleList>(
    rulesQuery(book).queryKey,
    (list) => list && { ...list, items: list.items.map(change) },
  )
}

/** What people do with rules that stand. Each says what it did, and offers to take it back where that is exact. */
export function useRuleDeeds(book: Book) {
  const cache = useQueryClient()

  async function setState(rule: Rule, state: RuleState, undoes = false) {
    show(cache, book, (r) => (r.id === rule.id ? { ...r, state } : r))
    try {
      await rewriteRule(cache, book, rule.id, (now) => ({ ...ruleOf(draftOf(now)), state }))
      const text = `“${rule.title}” is ${undoes ? 'again ' : ''}${stateWords[state].word.toLowerCase()}.`
      say({ text, topic: rule.id, undo: undoes ? undefined : () => setState(rule, rule.state, true) })
    } catch (e) {
      complain(e)
    }
    await rulesChanged(cache, book.tenant)
  }

  async function remove(rule: Rule) {
    try {
      await removeRule(book, rule.id)
      say({ text: `“${rule.title}” was deleted.` })
    } catch (e) {
      complain(e)
    }
    await rulesChanged(cache, book.tenant)
  }

  return { setState, remove, save: (rules: Rule[]) => saveFile(book, rules) }
}

/** Hands rules to the browser as one file; all that there are where none is named. */
export async function saveFile(book: Book, rules: Rule[]) {
  try {
    const ids = rules.map((r) => r.id)
    const text = await exportRules(book, ids.length > 0 ? 'rules' : 'all', ids.length > 0 ? ids : undefined)
    download(rules.length === 1 ? `${ids[0]}.yaml` : 'rules.yaml', text, 'application/yaml')
  } catch (e) {
    complain(e)
  }
}
