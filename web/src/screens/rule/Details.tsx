import { NativeSelect, NumberInput, Radio, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { RuleState } from '../../api/rule-records'
import { templatesQuery } from '../../api/templates'
import type { Draft } from '../../rule/draft'
import type { Editing } from '../../rule/editing'
import { states, stateWords } from '../../rule/words'
import css from './Builder.module.css'

/** What the rule is called, what it may do, and when it is tried (T11 to T16). */
export function Details({ book, draft, change, readOnly }: Editing<Draft>) {
  return (
    <div className={css.form}>
      <TextInput
        label="Title"
        required
        value={draft.title}
        onChange={(e) => change({ title: e.target.value })}
        readOnly={readOnly}
        data-autofocus
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={10}
        value={draft.description}
        onChange={(e) => change({ description: e.target.value })}
        readOnly={readOnly}
      />
      <Radio.Group
        label="State"
        value={draft.state}
        onChange={(state) => change({ state: state as RuleState })}
        readOnly={readOnly}
      >
        <div className={css.choices}>
          {states.map((s) => (
            <Radio
              key={s}
              value={s}
              size="xs"
              label={stateWords[s].word}
              description={stateWords[s].meaning}
              disabled={readOnly && draft.state !== s}
            />
          ))}
        </div>
      </Radio.Group>
      <NumberInput
        label="Order"
        description="Lower is tried first. The first rule that takes a detection decides."
        styles={{ wrapper: { width: 160 } }}
        min={0}
        max={1_000_000}
        value={draft.order}
        onChange={(order) => change({ order: Number(order) || 0 })}
        readOnly={readOnly}
      />
      <TagsInput
        label="Tags"
        placeholder={readOnly ? undefined : 'Type a tag, then Enter'}
        value={draft.tags}
        onChange={(tags) => change({ tags })}
        readOnly={readOnly}
      />
      <TemplateChoice book={book} draft={draft} change={change} readOnly={readOnly} />
    </div>
  )
}

function TemplateChoice({ book, draft, change, readOnly }: Editing<Draft>) {
  const { items, partner_items } = useSuspenseQuery(templatesQuery(book)).data
  const known = [...items, ...(partner_items ?? [])]
  const named = known.find((t) => t.id === draft.template || t.title === draft.template)
  const options = (readOnly ? known : items).map((t) => ({ value: t.id, label: t.title }))
  const value = named?.id ?? draft.template
  if (value && !options.some((o) => o.value === value)) options.push({ value, label: `${value} (not found)` })
  return (
    <NativeSelect
      label="Case template"
      description="How a case begins that this rule opens"
      value={value}
      onChange={(e) => change({ template: e.target.value })}
      disabled={readOnly}
      data={[{ value: '', label: 'None: a plain case' }, ...options]}
    />
  )
}
