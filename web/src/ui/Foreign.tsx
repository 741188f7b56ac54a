import { useState } from 'react'
import css from './Foreign.module.css'
import { clamp, stretches } from './foreign-text'
import { inCount } from './format'

interface Props {
  /** What somebody outside wrote: it may be hostile, huge or empty. */
  text: string
  /** Most characters to draw; the rest is cut, or offered by a button if `unfolds`. */
  most?: number
  unfolds?: boolean
}

/** Draws text from outside as what it is: nothing in it can act, hide or turn its neighbours around. */
export function Foreign({ text, most = 300, unfolds = false }: Props) {
  const [all, setAll] = useState(false)
  const shown = all ? text : clamp(text, most)
  const cut = shown.length < text.length
  return (
    <bdi>
      {stretches(shown).map((s, i) =>
        'plain' in s ? (
          s.plain
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one text never move
          <span key={i} className={css.unseen} title={s.name}>
            {s.code}
          </span>
        ),
      )}
      {cut && '…'}
      {cut && unfolds && (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          Show all {inCount(text.length)} characters
        </button>
      )}
    </bdi>
  )
}
