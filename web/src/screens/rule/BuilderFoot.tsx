import { Button } from '@mantine/core'
import type { RuleStep } from '../../paths'
import css from './Builder.module.css'
import { stepWords } from './BuilderHead'

interface Props {
  step: RuleStep
  steps: readonly RuleStep[]
  dirty: boolean
  isNew: boolean
  busy: boolean
  forbidden?: string
  onStep: (step: RuleStep) => void
  onDiscard: () => void
  onSave: () => void
}

/** Onwards, back, and done. */
export function BuilderFoot({
  step,
  steps,
  dirty,
  isNew,
  busy,
  forbidden,
  onStep,
  onDiscard,
  onSave,
}: Props) {
  const at = steps.indexOf(step)
  const [before, after] = [steps[at - 1], steps[at + 1]]
  const reason = forbidden ?? (dirty || isNew ? undefined : 'Nothing was changed')
  return (
    <footer className={css.foot}>
      {before && (
        <Button variant="default" onClick={() => onStep(before)}>
          Back
        </Button>
      )}
      {after && (
        <Button variant="default" onClick={() => onStep(after)}>
          Next: {stepWords[after]}
        </Button>
      )}
      <span className={css.state} aria-live="polite">
        {dirty && 'Not saved yet'}
      </span>
      {dirty && !isNew && (
        <Button variant="subtle" color="gray" onClick={onDiscard}>
          Discard
        </Button>
      )}
      <Button onClick={onSave} loading={busy} disabled={!!reason} title={reason}>
        Save rule
      </Button>
    </footer>
  )
}
