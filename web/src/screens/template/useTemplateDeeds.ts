import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Book } from '../../api/books'
import { type Mistake, Problem } from '../../api/problem'
import type { Template } from '../../api/rule-records'
import { exportRules } from '../../api/rules'
import { addTemplate, putTemplate, removeTemplate, templateQuery } from '../../api/templates'
import { complain, rulesChanged } from '../../rule/deeds'
import { type TemplateDraft, templateOf } from '../../rule/template-draft'
import { download } from '../../ui/download'
import { say } from '../../ui/toasts'

/** Why a template was not saved. */
export interface Refusal {
  message: string
  mistakes: Mistake[]
}

/** What people do with a template. A template that somebody else changed meanwhile is not overwritten. */
export function useTemplateDeeds(book: Book) {
  const cache = useQueryClient()
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState(false)

  async function put(draft: TemplateDraft, saved?: Template): Promise<Template> {
    if (!saved) return (await addTemplate(book, templateOf(draft))).template
    const now = await cache.fetchQuery({ ...templateQuery(book, saved.id), staleTime: 0 })
    if (now.template.version !== saved.version) {
      const who = now.template.updated_by || 'Somebody'
      throw new Problem(
        409,
        `${who} saved this template after you began. Look at its versions, then save again.`,
      )
    }
    return (await putTemplate(book, saved.id, templateOf(draft), now.version)).template
  }

  async function save(draft: TemplateDraft, saved: Template | undefined, done: (t: Template) => void) {
    setBusy(true)
    setRefusal(undefined)
    try {
      const template = await put(draft, saved)
      await rulesChanged(cache, book.tenant)
      say({ text: `“${template.title}” was saved.` })
      done(template)
    } catch (e) {
      if (e instanceof Problem) setRefusal({ message: e.message, mistakes: e.mistakes })
      else complain(e)
    }
    setBusy(false)
  }

  async function remove(template: Template, done: () => void) {
    try {
      await removeTemplate(book, template.id)
      say({ text: `“${template.title}” was deleted.` })
      done()
    } catch (e) {
      complain(e)
    }
    await rulesChanged(cache, book.tenant)
  }

  const saveFile = (template: Template) =>
    exportRules(book, 'templates', [template.id])
      .then((text) => download(`${template.id}.yaml`, text, 'application/yaml'))
      .catch(complain)
  return { refusal, busy, save, remove, saveFile }
}
