import css from './Choice.module.css'

interface Props<V extends string> {
  label: string
  value: V
  options: { value: V; label: string; title?: string }[]
  onChange: (value: V) => void
  disabled?: boolean
  /** Why it can't be changed. */
  title?: string
}

/** One of a few words, in the place where it is shown. */
export function Choice<V extends string>({ label, value, options, onChange, disabled, title }: Props<V>) {
  return (
    <select
      className={css.choice}
      data-value={value}
      aria-label={label}
      value={value}
      onChange={(e) => onChange(e.target.value as V)}
      disabled={disabled}
      title={title}
    >
      {options.map((o) => (
        <option key={o.value} value={o.value} title={o.title}>
          {o.label}
        </option>
      ))}
    </select>
  )
}
