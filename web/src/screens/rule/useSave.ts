import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Book } from '../../api/books'
import { type Mistake, Problem } from '../../api/problem'
import type { Rule } from '../../api/rule-records'
import { addRule } from '../../api/rules'
import { complain, rulesChanged } from '../../rule/deeds'
import { type Draft, ruleOf } from '../../rule/draft'
import { rewriteRule } from '../../rule/rewrite'
import { say } from '../../ui/toasts'

/** How saving stands. */
export type Saving =
  | { at: 'rest' }
  | { at: 'busy' }
  | { at: 'mistaken'; message: string; mistakes: Mistake[] }
  /** Somebody else saved the rule meanwhile. */
  | { at: 'clash'; theirs: Rule }

/** Saves a draft over the rule that it was made of, and never over what the writer has not seen. */
export function useSave(book: Book, onSaved: (rule: Rule) => void) {
  const cache = useQueryClient()
  const [saving, setSaving] = useState<Saving>({ at: 'rest' })

  const over = (saved: Rule, draft: Draft) =>
    rewriteRule(cache, book, saved.id, (now) => {
      if (now.version === saved.version) return ruleOf(draft)
      setSaving({ at: 'clash', theirs: now })
      return undefined
    })

  async function save(draft: Draft, saved?: Rule) {
    setSaving({ at: 'busy' })
    try {
      const rule = saved ? await over(saved, draft) : (await addRule(book, ruleOf(draft))).rule
      if (!rule) return
      await rulesChanged(cache, book.tenant)
      say({ text: `“${rule.title}” was saved.` })
      setSaving({ at: 'rest' })
      onSaved(rule)
    } catch (e) {
      if (e instanceof Problem && e.status < 500 && e.status !== 0) {
        setSaving({ at: 'mistaken', message: e.message, mistakes: e.mistakes })
        return
      }
      setSaving({ at: 'rest' })
      complain(e)
    }
  }
  return { saving, save, settle: () => setSaving({ at: 'rest' }) }
}
