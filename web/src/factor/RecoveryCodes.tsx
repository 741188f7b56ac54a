import { Button } from '@mantine/core'
import css from './Factor.module.css'

interface Props {
  codes: string[]
  done: string
  onDone: () => unknown
}

/** Shows recovery codes, once. */
export function RecoveryCodes({ codes, done, onDone }: Props) {
  return (
    <div className={css.form}>
      <p>
        If you lose the app, each of these recovery codes lets you in once. They are shown only now: print
        them, or keep them where you keep passwords.
      </p>
      <ul className={css.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button onClick={onDone}>{done}</Button>
    </div>
  )
}
