import { ActionIcon, Button } from '@mantine/core'
import { useState } from 'react'
import type { Draft } from '../../rule/draft'
import { ExpressionEditor } from '../../rule/ExpressionEditor'
import type { Editing } from '../../rule/editing'
import { shapes } from '../../rule/shapes'
import { Icon } from '../../ui/Icon'
import css from './Builder.module.css'

let last = 0
const newKey = () => ++last

/** The expressions whose values are a detection's rows. */
export function Expressions({ book, draft, change, readOnly }: Editing<Draft>) {
  const list = draft.group_by
  // Editors keep their undo history while others come and go.
  const [keys, setKeys] = useState(() => list.map(newKey))
  const known = list.map((_, i) => keys[i] ?? -i)
  const put = (group_by: string[], nextKeys: number[]) => {
    setKeys(nextKeys)
    change({ group_by })
  }
  const add = (text: string) => {
    const empty = list.findIndex((e) => e.trim() === '')
    if (empty >= 0) change({ group_by: list.map((e, i) => (i === empty ? text : e)) })
    else put([...list, text], [...known, newKey()])
  }
  const remove = (at: number) =>
    put(
      list.filter((_, i) => i !== at),
      known.filter((_, i) => i !== at),
    )
  return (
    <section>
      <h2>Group by</h2>
      <p className={css.hint}>
        Each value of each expression is a row. Detections that share one belong together.
      </p>
      <ol className={css.expressions}>
        {list.map((text, i) => (
          <li key={known[i]} className={css.expression}>
            <ExpressionEditor
              tenant={book.tenant}
              kind="grouping"
              label={`Grouping expression ${i + 1}`}
              value={text}
              onChange={(e) => change({ group_by: list.map((old, at) => (at === i ? e : old)) })}
              placeholder="usernames()"
              readOnly={readOnly}
            />
            {list.length > 1 && !readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove grouping expression ${i + 1}`}
                onClick={() => remove(i)}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <div className={css.shapes}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => put([...list, ''], [...known, newKey()])}
          >
            Expression
          </Button>
          <span className={css.hint}>or begin with</span>
          {shapes.map((s) => (
            <Button
              key={s.name}
              size="compact-sm"
              variant="subtle"
              title={`${s.meaning}: ${s.expression}`}
              onClick={() => add(s.expression)}
            >
              {s.name}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}
