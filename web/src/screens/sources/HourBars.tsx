import { inCount } from '../../ui/format'
import css from './Sources.module.css'

const [step, height] = [4, 20]

/** How much came in each hour, as small bars; a screen reader hears the numbers. */
export function HourBars({ hours }: { hours: number[] }) {
  const most = Math.max(1, ...hours)
  return (
    <svg
      className={css.bars}
      width={hours.length * step}
      height={height}
      role="img"
      aria-label={`By hour, the earliest first: ${hours.map(inCount).join('; ')}`}
    >
      {hours.map((n, i) => {
        // What came at all is seen, however little.
        const tall = n > 0 ? Math.max(2, (height * n) / most) : 1
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
            key={i}
            data-none={n === 0}
            x={i * step}
            y={height - tall}
            width={step - 1}
            height={tall}
          />
        )
      })}
    </svg>
  )
}
