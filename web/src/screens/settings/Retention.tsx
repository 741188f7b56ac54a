import { TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Forecast } from '../../api/rule-records'
import { forecastQuery, type Kept } from '../../api/settings'
import { paths } from '../../paths'
import { spanMistake } from '../../rule/span'
import { Time } from '../../ui/Time'
import { expiringOf, filterOf, inWords } from './expiring'
import css from './Settings.module.css'

interface Props {
  tenant: string
  kept: Kept
  /** What an input of a bound needs. */
  field: (name: keyof Kept) => TextInputProps
}

const open: Status[] = ['open']
const settled: Status[] = ['closed', 'ignored']

/** How long detections in no case are kept, and what would be removed now. */
export function Retention({ tenant, kept, field }: Props) {
  const [{ keep_open, keep_settled }] = useDebouncedValue(kept, 300)
  const forecast = useQuery({
    ...forecastQuery(tenant, { keep_open, keep_settled }),
    enabled: !spanMistake(keep_open) && !spanMistake(keep_settled),
    placeholderData: keepPreviousData,
  })
  const now = forecast.isError || forecast.isPlaceholderData ? undefined : forecast.data
  return (
    <fieldset className={css.retention}>
      <legend>Retention</legend>
      <p>
        What is, or ever was, in a case is kept. All else goes once it was neither received nor seen for so
        long.
      </p>
      <TextInput
        {...field('keep_open')}
        label="Keep open detections for"
        description="Such as 90d, at least 1d; 0s keeps them for ever"
      />
      <Removed tenant={tenant} forecast={now} statuses={open} />
      <TextInput
        {...field('keep_settled')}
        label="Keep closed and ignored detections for"
        description="Such as 90d, at least 1d; 0s keeps them for ever"
      />
      <Removed tenant={tenant} forecast={now} statuses={settled} />
      {now?.doubted && (
        <p>
          The newest detections came long after all others. Until they have come for a day, ages are measured
          at <Time at={now.measured_at ?? ''} />; see whether the server's clock is right.
        </p>
      )}
    </fieldset>
  )
}

type Status = Forecast['retired'][number]['status']

function Removed({
  tenant,
  forecast,
  statuses,
}: {
  tenant: string
  forecast?: Forecast
  statuses: Status[]
}) {
  const expiring = forecast && expiringOf(forecast, ...statuses)
  return (
    <p aria-live="polite" className={css.removed}>
      {expiring && !expiring.before && 'Nothing is removed.'}
      {expiring?.before && expiring.count === 0 && 'Nothing would be removed now.'}
      {expiring?.oldest && expiring.newest && (
        <>
          {inWords(expiring)} would be removed now, received from <Time at={expiring.oldest} /> to{' '}
          <Time at={expiring.newest} />.{' '}
          <Link {...paths.detections(tenant, { q: filterOf(expiring, statuses) })}>Show them</Link>
        </>
      )}
    </p>
  )
}
