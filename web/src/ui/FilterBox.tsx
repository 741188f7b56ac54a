import { useEffect, useId, useRef, useState } from 'react'
import css from './FilterBox.module.css'
import { Icon } from './Icon'

/** What is wrong with a filter, and where; columns count characters from 1. */
export interface FilterMistake {
  column?: number
  message: string
  suggestion?: string
}

interface Props {
  label: string
  placeholder: string
  value: string
  mistakes: FilterMistake[]
  onApply: (text: string) => void
  inputRef?: React.RefObject<HTMLInputElement | null>
}

/** One line of the query language. Enter applies it; a mistake is shown under its character. */
export function FilterBox({ label, placeholder, value, mistakes, onApply, inputRef }: Props) {
  const [text, setText] = useState(value)
  const [scrolled, setScrolled] = useState(0)
  const own = useRef<HTMLInputElement>(null)
  const input = inputRef ?? own
  const id = useId()
  useEffect(() => setText(value), [value])
  const shown = text === value ? mistakes : []

  const clear = () => {
    setText('')
    onApply('')
    input.current?.focus()
  }
  const onKey = (e: React.KeyboardEvent) => {
    if (e.key !== 'Escape') return
    if (text === value) input.current?.blur()
    else setText(value)
  }
  return (
    <search>
      <form
        className={css.form}
        onSubmit={(e) => {
          e.preventDefault()
          onApply(text.trim())
        }}
      >
        <div className={css.box} data-wrong={shown.length > 0}>
          <Icon name="search" />
          <input
            ref={input}
            className={css.input}
            aria-label={label}
            aria-invalid={shown.length > 0}
            aria-describedby={shown.length > 0 ? id : undefined}
            placeholder={placeholder}
            value={text}
            onChange={(e) => setText(e.target.value)}
            onKeyDown={onKey}
            onScroll={(e) => setScrolled(e.currentTarget.scrollLeft)}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
          />
          {text && (
            <button type="button" className={css.clear} onClick={clear} aria-label="Clear the filter">
              <Icon name="close" size={14} />
            </button>
          )}
        </div>
        {shown.length > 0 && (
          <div id={id} role="alert" className={css.mistakes}>
            {shown.slice(0, 3).map((m) => (
              <Mistake key={`${m.column} ${m.message}`} mistake={m} scrolled={scrolled} />
            ))}
          </div>
        )}
      </form>
    </search>
  )
}

function Mistake({ mistake, scrolled }: { mistake: FilterMistake; scrolled: number }) {
  const { column, message, suggestion } = mistake
  return (
    <div className={css.mistake}>
      {column && (
        <div className={css.under} aria-hidden="true">
          <span style={{ marginLeft: `calc(${column - 1}ch - ${scrolled}px)` }}>▲</span>
        </div>
      )}
      <p>
        {message}
        {suggestion && (
          <>
            {' Try '}
            <code>{suggestion}</code>
          </>
        )}
      </p>
    </div>
  )
}
