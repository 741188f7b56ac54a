import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Stage } from '../../api/rule-records'
import { moved } from '../../rule/draft'
import type { Editing } from '../../rule/editing'
import type { TemplateDraft } from '../../rule/template-draft'
import { Icon, type IconName } from '../../ui/Icon'
import css from './Template.module.css'

type Task = NonNullable<Stage['tasks']>[number]

/** The checklist that a case begins with: stages, and their tasks (P5, P7). */
export function Stages({ draft, change, readOnly }: Editing<TemplateDraft>) {
  const { stages } = draft
  const put = (at: number, stage: Stage) => change({ stages: stages.map((s, i) => (i === at ? stage : s)) })
  return (
    <section aria-label="Stages and tasks" className={css.part}>
      <h2>Stages and tasks</h2>
      {stages.length === 0 && <p className={css.quiet}>No checklist: a case begins without tasks.</p>}
      <ol className={css.stages}>
        {stages.map((stage, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stages have no other name than their place
          <li key={i} className={css.stage}>
            <div className={css.line}>
              <TextInput
                aria-label={`Stage ${i + 1}`}
                placeholder="Such as Containment"
                value={stage.title}
                onChange={(e) => put(i, { ...stage, title: e.target.value })}
                readOnly={readOnly}
              />
              {!readOnly && (
                <Tools
                  what={`stage ${i + 1}`}
                  first={i === 0}
                  last={i === stages.length - 1}
                  onMove={(by) => change({ stages: moved(stages, i, i + by) })}
                  onRemove={() => change({ stages: stages.filter((_, at) => at !== i) })}
                />
              )}
            </div>
            <Tasks
              stage={i + 1}
              tasks={stage.tasks ?? []}
              onChange={(tasks) => put(i, { ...stage, tasks })}
              readOnly={readOnly}
            />
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button
          variant="default"
          size="compact-sm"
          className={css.add}
          onClick={() => change({ stages: [...stages, { title: '', tasks: [] }] })}
        >
          Add a stage
        </Button>
      )}
    </section>
  )
}

interface TasksProps {
  stage: number
  tasks: Task[]
  onChange: (tasks: Task[]) => void
  readOnly: boolean
}

function Tasks({ stage, tasks, onChange, readOnly }: TasksProps) {
  const put = (at: number, task: Task) => onChange(tasks.map((t, i) => (i === at ? task : t)))
  return (
    <ol className={css.tasks}>
      {tasks.map((task, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tasks have no other name than their place
        <li key={i} className={css.task}>
          <div className={css.line}>
            <TextInput
              size="xs"
              aria-label={`Task ${i + 1} of stage ${stage}`}
              placeholder="What is to be done"
              value={task.title}
              onChange={(e) => put(i, { ...task, title: e.target.value })}
              readOnly={readOnly}
            />
            {!readOnly && (
              <Tools
                what={`task ${i + 1} of stage ${stage}`}
                first={i === 0}
                last={i === tasks.length - 1}
                onMove={(by) => onChange(moved(tasks, i, i + by))}
                onRemove={() => onChange(tasks.filter((_, at) => at !== i))}
              />
            )}
          </div>
          <Instructions
            label={`Instructions of task ${i + 1} of stage ${stage}`}
            value={task.instructions ?? ''}
            onChange={(instructions) => put(i, { ...task, instructions })}
            readOnly={readOnly}
          />
        </li>
      ))}
      {!readOnly && (
        <li>
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange([...tasks, { title: '' }])}
            aria-label={`Add a task to stage ${stage}`}
          >
            Add a task
          </Button>
        </li>
      )}
    </ol>
  )
}

interface InstructionsProps {
  label: string
  value: string
  onChange: (text: string) => void
  readOnly: boolean
}

function Instructions({ label, value, onChange, readOnly }: InstructionsProps) {
  const [open, setOpen] = useState(value !== '')
  if (!open) {
    return readOnly ? null : (
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        onClick={() => setOpen(true)}
        aria-label={`Add ${label.toLowerCase()}`}
      >
        Add instructions
      </Button>
    )
  }
  return (
    <Textarea
      size="xs"
      autosize
      maxRows={8}
      aria-label={label}
      placeholder="How to do it"
      value={value}
      onChange={(e) => onChange(e.target.value)}
      readOnly={readOnly}
    />
  )
}

interface ToolsProps {
  what: string
  first: boolean
  last: boolean
  onMove: (by: number) => void
  onRemove: () => void
}

function Tools({ what, first, last, onMove, onRemove }: ToolsProps) {
  const tool = (name: string, icon: IconName, run: () => void, disabled = false) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`${name} ${what}`}
      onClick={run}
      disabled={disabled}
    >
      <Icon name={icon} size={14} />
    </ActionIcon>
  )
  return (
    <span className={css.tools}>
      {tool('Move up', 'up', () => onMove(-1), first)}
      {tool('Move down', 'down', () => onMove(1), last)}
      {tool('Remove', 'close', onRemove)}
    </span>
  )
}
