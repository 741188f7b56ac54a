import { Autocomplete, Checkbox, NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Book } from '../../api/books'
import { assigneesQuery } from '../../api/edits'
import { managedByWords, priorityWords, statusWords } from '../../casefile/words'
import type { Editing } from '../../rule/editing'
import type { TemplateDraft } from '../../rule/template-draft'
import { caseTypes } from '../../rule/words'
import css from './Template.module.css'

const beginnings = ['new', 'in_progress', 'action_required', 'on_hold'] as const

/** What a case begins with, field by field. */
export function TemplateFields({ book, draft, change, readOnly }: Editing<TemplateDraft>) {
  return (
    <section className={css.part} aria-label="Fields">
      <TextInput
        label="Template title"
        required
        value={draft.title}
        onChange={(e) => change({ title: e.target.value })}
        readOnly={readOnly}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={draft.description}
        onChange={(e) => change({ description: e.target.value })}
        readOnly={readOnly}
      />
      <div className={css.fields}>
        <Autocomplete
          size="sm"
          label="Case type"
          data={caseTypes}
          value={draft.type}
          onChange={(type) => change({ type })}
          readOnly={readOnly}
        />
        <NativeSelect
          label="Priority"
          value={draft.priority}
          onChange={(e) => change({ priority: e.target.value })}
          disabled={readOnly}
          data={Object.entries(priorityWords).map(([value, word]) => ({
            value,
            label: `${value}, ${word.toLowerCase()}`,
          }))}
        />
        <NativeSelect
          label="Status"
          value={draft.status}
          onChange={(e) => change({ status: e.target.value })}
          disabled={readOnly}
          data={beginnings.map((value) => ({ value, label: statusWords[value] }))}
        />
        <NativeSelect
          label="Managed by"
          value={draft.managed_by}
          onChange={(e) => change({ managed_by: e.target.value })}
          disabled={readOnly}
          data={Object.entries(managedByWords).map(([value, label]) => ({ value, label }))}
        />
        <NativeSelect
          label="Assignee"
          description={
            book.partner ? 'Nobody gets cases of another tenant than their own' : 'Never the provider'
          }
          value={draft.assignee}
          onChange={(e) => change({ assignee: e.target.value })}
          disabled={readOnly}
          data={useAssignees(book, draft.assignee)}
        />
        <TagsInput
          label="Tags"
          description="Each case gets them"
          value={draft.tags}
          onChange={(tags) => change({ tags })}
          readOnly={readOnly}
        />
      </div>
      {book.partner && (
        <Checkbox
          label="Shared with tenants"
          description="Your rules open cases with it in your tenants"
          checked={draft.shared_with_children}
          onChange={(e) => change({ shared_with_children: e.target.checked })}
          disabled={readOnly}
        />
      )}
    </section>
  )
}

// Whom a case may be given as it opens (T8). Somebody who was named stays on the list.
function useAssignees({ tenant, partner }: Book, named: string) {
  const people = useQuery(assigneesQuery(tenant)).data?.items ?? []
  const known = people.map((p) => ({
    value: p.id,
    label: p.id === 'tenant' ? (partner ? 'The tenant as such' : `${p.name} as such`) : p.name,
  }))
  if (named && !known.some((k) => k.value === named)) known.push({ value: named, label: named })
  return [{ value: '', label: 'Nobody' }, ...known]
}
