import type { Mistake } from '../../api/problem'
import type { Imported } from '../../api/rule-records'
import { FieldChanges } from '../../rule/FieldChanges'
import { Foreign } from '../../ui/Foreign'
import { Tag } from '../../ui/Tag'
import css from './Rules.module.css'

const changeWords = { added: 'Added', changed: 'Changed', unchanged: 'Unchanged' } as const
const kindWords = { rule: 'Rule', template: 'Template' } as const

/** What an import would do, entry by entry and field by field. */
export function ImportDiff({ diff }: { diff: Imported }) {
  return (
    <>
      {diff.changes.map((c) => (
        <details
          key={`${c.kind} ${c.id}`}
          className={css.change}
          data-change={c.change}
          open={c.change === 'changed'}
        >
          <summary>
            <Tag>{changeWords[c.change]}</Tag>
            <span>{kindWords[c.kind]}</span>
            <Foreign text={c.title || c.id} most={120} />
          </summary>
          {c.change === 'unchanged' ? (
            <p>It is like that already.</p>
          ) : (
            <FieldChanges changes={c.fields ?? []} before="Now" after="File" />
          )}
        </details>
      ))}
      {(diff.lint ?? []).length > 0 && (
        <section className={css.summary}>
          <h3>To think about</h3>
          <ul>
            {(diff.lint ?? []).map((f) => (
              <li key={`${f.rule} ${f.code}`}>
                <Foreign text={f.message} most={400} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** Why a file can't be imported, each mistake at its place. */
export function ImportMistakes({
  name,
  message,
  mistakes,
}: {
  name: string
  message: string
  mistakes: Mistake[]
}) {
  return (
    <section className={css.mistakes} role="alert">
      <p>
        {name} can’t be imported; nothing was changed. {message}
      </p>
      <ol>
        {mistakes.map((m) => (
          <li key={`${m.line} ${m.column} ${m.location} ${m.message}`}>
            {m.line ? (
              <b>
                Line {m.line}
                {m.column ? `, column ${m.column}` : ''}:{' '}
              </b>
            ) : null}
            <Foreign text={m.message} most={400} />
            {m.suggestion && (
              <>
                {' Try '}
                <code>
                  <Foreign text={m.suggestion} most={200} />
                </code>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
