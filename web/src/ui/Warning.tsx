import { Tooltip } from '@mantine/core'
import { Icon } from './Icon'
import css from './Warning.module.css'

interface Props {
  sentences: string[]
  /** A word beside the sign; the sentences alone where there is no room. */
  word?: string
  bad?: boolean
}

/** A sign that something is amiss; hovering or focusing tells what. */
export function Warning({ sentences, word, bad = false }: Props) {
  const all = sentences.join(' ')
  return (
    <Tooltip
      label={<Lines sentences={sentences} />}
      events={{ hover: true, focus: true, touch: true }}
      multiline
      maw={360}
      withArrow
    >
      <button
        type="button"
        className={css.warning}
        data-bad={bad}
        aria-label={word ? `${word}: ${all}` : all}
      >
        <Icon name="warning" size={14} />
        {word && <span>{word}</span>}
      </button>
    </Tooltip>
  )
}

const Lines = ({ sentences }: { sentences: string[] }) => sentences.map((s) => <p key={s}>{s}</p>)
