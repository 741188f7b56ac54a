import { Autocomplete, NativeSelect, TextInput } from '@mantine/core'
import { type RefObject, useEffect, useState } from 'react'
import type { Ref } from '../../api/rule-records'
import type { LogSearch } from '../../paths'
import { kinds, kindWords } from '../../rule/words'
import css from './RuleLog.module.css'

interface Props {
  view: LogSearch
  onShow: (change: LogSearch) => void
  rules: Ref[]
  templates: Ref[]
  firstRef: RefObject<HTMLInputElement | null>
}

/** The four ids by which the log is read, and the kind (T52). Enter or leaving a field applies it. */
export function LogFilters({ view, onShow, rules, templates, firstRef }: Props) {
  return (
    <search className={css.filters}>
      <Id
        label="Rule ID"
        value={view.rule}
        known={rules}
        onApply={(rule) => onShow({ rule })}
        inputRef={firstRef}
      />
      <Id label="Case ID" value={view.case} placeholder="SECC0000001" onApply={(v) => onShow({ case: v })} />
      <Id label="Detection ID" value={view.detection} onApply={(detection) => onShow({ detection })} />
      <Id
        label="Template ID"
        value={view.template}
        known={templates}
        onApply={(template) => onShow({ template })}
      />
      <NativeSelect
        size="xs"
        label="Kind"
        value={view.kind ?? ''}
        onChange={(e) => onShow({ kind: e.target.value || undefined })}
        data={[{ value: '', label: 'Any' }, ...kinds.map((k) => ({ value: k, label: kindWords[k] }))]}
      />
    </search>
  )
}

interface IdProps {
  label: string
  value?: string
  placeholder?: string
  /** What could be meant, offered by title. */
  known?: Ref[]
  onApply: (id: string | undefined) => void
  inputRef?: RefObject<HTMLInputElement | null>
}

function Id({ label, value = '', placeholder, known, onApply, inputRef }: IdProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const apply = (id = text) => {
    if (id.trim() !== value) onApply(id.trim() || undefined)
  }
  const props = {
    ref: inputRef,
    size: 'xs',
    label,
    placeholder,
    value: text,
    onBlur: () => apply(),
    onKeyDown: (e: React.KeyboardEvent) => e.key === 'Enter' && apply(),
    spellCheck: false,
    autoComplete: 'off',
  } as const
  if (!known) return <TextInput {...props} onChange={(e) => setText(e.target.value)} />
  const titles = new Map(known.map((k) => [k.id, k.title]))
  return (
    <Autocomplete
      {...props}
      onChange={setText}
      onOptionSubmit={apply}
      data={[...titles.keys()]}
      limit={50}
      comboboxProps={{ width: 360, position: 'bottom-start' }}
      filter={({ options, search }) => {
        const wanted = search.toLowerCase()
        return options.filter(
          (o) => 'value' in o && `${o.value} ${titles.get(o.value)}`.toLowerCase().includes(wanted),
        )
      }}
      renderOption={({ option }) => (
        <span className={css.option}>
          <span>{titles.get(option.value)}</span>
          <span className={css.quiet}>{option.value}</span>
        </span>
      )}
    />
  )
}
