import { NativeSelect } from '@mantine/core'
import css from './PlaceSelect.module.css'
import type { Place } from './places'

interface Props {
  /** Whose what is shown. */
  label: string
  places: Place[]
  value: string
  onMove: (place: string) => void
}

/** The choice between places, for whom there is one. */
export function PlaceSelect({ label, places, value, onMove }: Props) {
  if (places.length < 2) return null
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      classNames={{ input: css.input }}
      value={value}
      data={places.map((p) => ({ value: p.id, label: p.name }))}
      onChange={(e) => onMove(e.currentTarget.value)}
    />
  )
}
