import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import type { Draft } from '../../rule/draft'
import { ExpressionEditor } from '../../rule/ExpressionEditor'
import type { Editing } from '../../rule/editing'
import { spanMistake } from '../../rule/span'
import { useTriedOn } from '../../rule/useBook'
import css from './Builder.module.css'
import { Expressions } from './Expressions'
import { Samples } from './Samples'
import { mistaken, type Trying } from './useTrying'

/** By what detections belong together, and how far (T20, T28, T36 to T41). */
export function Grouping({ trying, ...step }: Editing<Draft> & { trying: Trying }) {
  const triedOn = useTriedOn(step.book)
  return (
    <div className={css.columns}>
      <div className={css.form}>
        <Expressions {...step} />
        <Bounds {...step} />
        <section>
          <h2>Comment on append</h2>
          <p className={css.hint}>
            Written into the case with each detection that joins. Expressions stand in {'${…}'}.
          </p>
          <ExpressionEditor
            tenant={step.book.tenant}
            kind="script"
            label="Comment on append"
            value={step.draft.append_comment}
            onChange={(append_comment) => step.change({ append_comment })}
            placeholder={'${detection.title} joined by ${rule.title}'}
            readOnly={step.readOnly}
          />
        </section>
        <Checkbox
          label="Ignore prioritization"
          description="Also decide on detections that their source thinks little of"
          checked={step.draft.ignore_prioritization}
          onChange={(e) => step.change({ ignore_prioritization: e.target.checked })}
          disabled={step.readOnly}
        />
      </div>
      <section aria-label="Rows on real detections" className={css.result}>
        <h2>Rows on real detections</h2>
        <p className={css.hint}>
          Detections that share a row belong together.
          {mistaken(trying)
            ? ' As the filter has a mistake, these are just the latest'
            : ' These are of the last 7 days'}
          {triedOn && ` of ${triedOn}`}.
        </p>
        {step.draft.filter.trim() === '' && <p className={css.hint}>The filter is still empty.</p>}
        <Samples tenant={step.book.tenant} draft={step.draft} trying={trying} rows />
      </section>
    </div>
  )
}

function Bounds({ draft, change, readOnly }: Editing<Draft>) {
  const span = (
    name: 'group_duration' | 'search_window',
    label: string,
    description: string,
    placeholder?: string,
  ) => (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder}
      value={draft[name]}
      onChange={(e) => change({ [name]: e.target.value })}
      error={spanMistake(draft[name])}
      readOnly={readOnly}
    />
  )
  return (
    <div className={css.fields}>
      <NumberInput
        label="Group count"
        description="Rows that a case must share"
        min={1}
        value={draft.group_count}
        onChange={(n) => change({ group_count: Number(n) || 1 })}
        readOnly={readOnly}
      />
      <NumberInput
        label="Most detections"
        description="Then the case is full, and another continues it"
        min={1}
        value={draft.max_detections}
        onChange={(n) => change({ max_detections: Number(n) || 1 })}
        readOnly={readOnly}
      />
      {span(
        'group_duration',
        'Group duration',
        'How far from a case’s first detection; empty for no bound',
        'No bound',
      )}
      {span('search_window', 'Search window', 'How far to look for related detections, to either side')}
      <Checkbox
        label="The window grows with the case"
        description="Measured from the nearest detection, not the first"
        checked={draft.group_extend_on_append}
        onChange={(e) => change({ group_extend_on_append: e.target.checked })}
        disabled={readOnly || !draft.group_duration}
      />
    </div>
  )
}
