import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseDetail } from '../../../api/records'
import { relatedCasesQuery } from '../../../api/ties'
import { whyNot } from '../../../casefile/useMay'
import { Icon } from '../../../ui/Icon'
import { Section } from '../Section'
import css from './RelatedCases.module.css'
import { Suggested } from './Suggested'
import { TieCases } from './TieCases'
import { Tied } from './Tied'

/** How the case stands to others: what people said, and which others speak of the same. */
export function RelatedCases({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const [asks, setAsks] = useState(false)
  const forbidden = whyNot(c.allowed.tie)
  const { data, error } = useQuery(relatedCasesQuery(tenant, c))
  const ties = data?.ties ?? []
  const suggested = data?.suggested ?? []
  return (
    <Section
      title="Related cases"
      aside={
        <Button
          size="compact-xs"
          variant="default"
          disabled={!!forbidden}
          title={forbidden}
          onClick={() => setAsks(true)}
          leftSection={<Icon name="linked" size={12} />}
        >
          Tie to another case
        </Button>
      }
    >
      {error && <p className={css.quiet}>{error.message}</p>}
      <ul aria-label="What people said" className={css.all}>
        {ties.map((t) => (
          <Tied key={`${t.kind} ${t.case.number}`} tenant={tenant} c={c} tie={t} forbidden={forbidden} />
        ))}
      </ul>
      {suggested.length > 0 && <h3 className={css.sub}>Others that speak of the same</h3>}
      <ul aria-label="Others that speak of the same" className={css.all}>
        {suggested.map((s) => (
          <Suggested key={s.case.number} tenant={tenant} c={c} other={s} forbidden={forbidden} />
        ))}
      </ul>
      {data && ties.length + suggested.length === 0 && (
        <p className={css.quiet}>No other case speaks of the same, and nobody said anything.</p>
      )}
      <TieCases tenant={tenant} number={c.number} opened={asks} onClose={() => setAsks(false)} />
    </Section>
  )
}
