import { Foreign } from '../ui/Foreign'
import type { FieldChange } from './draft'
import css from './FieldChanges.module.css'
import { fieldWords } from './words'

interface Props {
  changes: FieldChange[]
  before?: string
  after?: string
}

/** What differs, field by field. */
export function FieldChanges({ changes, before = 'Before', after = 'After' }: Props) {
  return (
    <dl className={css.changes}>
      {changes.map((c) => (
        <div key={c.field} className={css.change}>
          <dt>{fieldWords[c.field] ?? c.field}</dt>
          <dd>
            <Side name={before} value={c.before} kind="before" />
            <Side name={after} value={c.after} kind="after" />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Side({ name, value, kind }: { name: string; value: unknown; kind: 'before' | 'after' }) {
  const text = inWords(value)
  return (
    <div className={css.side} data-kind={kind}>
      <span className={css.name}>
        <span aria-hidden="true">{kind === 'before' ? '−' : '+'}</span> {name}
      </span>
      {text ? (
        <pre>
          <Foreign text={text} most={4000} unfolds />
        </pre>
      ) : (
        <span className={css.none}>nothing</span>
      )}
    </div>
  )
}

function inWords(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    return value.map((v) => (typeof v === 'string' ? v : JSON.stringify(v, null, 2))).join('\n')
  }
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}
