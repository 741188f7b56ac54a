import css from './Factor.module.css'

/** Why the server said no. */
export function Wrong({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <p role="alert" className={css.wrong}>
      {error.message}
    </p>
  )
}
