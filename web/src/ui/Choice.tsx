import css from './Choice.module.css'

interface Option<V extends string> {
  value: V
  label: string
  title?: string
  /** Stands under a heading, together with its neighbours of the same. */
  group?: string
}

interface Props<V extends string> {
  label: string
  value: V
  options: Option<V>[]
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
      {drawn(options.filter((o) => !o.group))}
      {[...new Set(options.flatMap((o) => o.group ?? []))].map((group) => (
        <optgroup key={group} label={group}>
          {drawn(options.filter((o) => o.group === group))}
        </optgroup>
      ))}
    </select>
  )
}

const drawn = <V extends string>(options: Option<V>[]) =>
  options.map((o) => (
    <option key={o.value} value={o.value} title={o.title}>
      {o.label}
    </option>
  ))
