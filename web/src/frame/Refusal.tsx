import { Problem } from '../api/problem'
import css from './Refusal.module.css'

/** Why the server said no. */
export function Refusal({ error }: { error: Error | null }) {
  if (!error) return null
  const lines =
    error instanceof Problem ? [error.message, ...error.mistakes.map((m) => m.message)] : [error.message]
  return (
    <div role="alert" className={css.refusal}>
      {[...new Set(lines)].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}
