import { Button, CopyButton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Foreign } from './Foreign'
import { inCount } from './format'
import css from './Json.module.css'
import { layOut, type Token } from './json-text'

const firstPart = 20_000

/** JSON as the source wrote it, laid out and coloured; long ones unfold on demand. */
export function Json({ text }: { text: string }) {
  const [all, setAll] = useState(false)
  const laid = useMemo(() => layOut(text, all ? undefined : firstPart), [text, all])
  return (
    <div className={css.json}>
      <div className={css.copy}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.scroll} aria-label="Raw JSON" tabIndex={0}>
        <pre>
          {all ? (
            <Foreign text={plain(laid.tokens)} most={Number.POSITIVE_INFINITY} />
          ) : (
            coloured(laid.tokens)
          )}
          {!laid.whole && '…'}
        </pre>
      </section>
      {!laid.whole && (
        <Button size="compact-sm" variant="default" onClick={() => setAll(true)}>
          Show all {inCount(text.length)} characters
        </Button>
      )}
    </div>
  )
}

const plain = (tokens: Token[]) => tokens.map((t) => t.text).join('')

const coloured = (tokens: Token[]) =>
  tokens.map((t, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
    <span key={i} className={css[t.kind]}>
      <Foreign text={t.text} most={4000} unfolds />
    </span>
  ))
