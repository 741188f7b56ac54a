import { Link } from '@tanstack/react-router'
import type { Mistake } from '../../api/problem'
import { Foreign } from '../../ui/Foreign'
import css from './Builder.module.css'
import { stepOf } from './mistake-steps'

/** Why the rule was not saved; each line leads to the step that holds the mistake. */
export function Mistakes({ message, mistakes }: { message: string; mistakes: Mistake[] }) {
  return (
    <div role="alert" className={css.mistakes}>
      <p>Not saved. {mistakes.length === 0 && message}</p>
      <ul>
        {mistakes.map((m) => {
          const { step, field } = stepOf(m)
          return (
            <li key={`${m.location} ${m.line} ${m.column} ${m.message}`}>
              <Link to="." search={(now) => ({ ...now, step })}>
                {field || 'Rule'}
                {m.column ? `, line ${m.line ?? 1}, column ${m.column}` : ''}
              </Link>
              : <Foreign text={m.message} most={400} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
