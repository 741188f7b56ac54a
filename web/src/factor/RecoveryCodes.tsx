import { Button, Checkbox, CopyButton, Group } from '@mantine/core'
import { useState } from 'react'
import { Unsaved } from '../frame/Unsaved'
import { download } from '../ui/download'
import css from './Factor.module.css'

interface Props {
  codes: string[]
  done: string
  onDone: () => unknown
}

/** Shows recovery codes, once. */
export function RecoveryCodes({ codes, done, onDone }: Props) {
  const [kept, setKept] = useState(false)
  const text = `${codes.join('\n')}\n`
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
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} autoFocus>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={() => download('recovery-codes.txt', text, 'text/plain')}>
          Download
        </Button>
      </Group>
      <Checkbox
        label="I have them where I find them again"
        checked={kept}
        onChange={(e) => setKept(e.currentTarget.checked)}
      />
      <Unsaved dirty={!kept}>
        Nobody can read these codes again, and without the app only they let you in.
      </Unsaved>
      <Button onClick={onDone} disabled={!kept}>
        {done}
      </Button>
    </div>
  )
}
