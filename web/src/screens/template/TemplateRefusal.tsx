import { fieldWords } from '../../rule/words'
import { Foreign } from '../../ui/Foreign'
import css from './Template.module.css'
import type { Refusal } from './useTemplateDeeds'

/** Why the template was not saved. */
export function TemplateRefusal({ message, mistakes }: Refusal) {
  return (
    <div role="alert" className={css.refusal}>
      <p>Not saved. {mistakes.length === 0 && message}</p>
      <ul>
        {mistakes.map((m) => (
          <li key={`${m.location} ${m.line} ${m.column} ${m.message}`}>
            <b>{fieldOf(m.location)}</b>
            {m.column ? `, line ${m.line ?? 1}, column ${m.column}` : ''}:{' '}
            <Foreign text={m.message} most={400} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function fieldOf(location = ''): string {
  const path = location.replace(/^templates\[\d+\]\./, '')
  const name = /^\w+/.exec(path)?.[0] ?? ''
  return fieldWords[name] ?? (path || 'Template')
}
