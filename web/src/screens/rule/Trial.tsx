import { Button } from '@mantine/core'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { startBacktest } from '../../api/backtests'
import type { Rule } from '../../api/rule-records'
import { rulesQuery } from '../../api/rules'
import { templatesQuery } from '../../api/templates'
import { BacktestRun } from '../../backtest/BacktestRun'
import { complain } from '../../rule/deeds'
import { type Draft, withDraft } from '../../rule/draft'
import type { Editing } from '../../rule/editing'
import { Choice } from '../../ui/Choice'
import css from './Builder.module.css'

const day = 24 * 60 * 60 * 1000
const ranges = {
  '1': 'Last 24 hours',
  '7': 'Last 7 days',
  '30': 'Last 30 days',
  all: 'All there is',
} as const
type Range = keyof typeof ranges

interface Props extends Editing<Draft> {
  saved?: Rule
  /** The backtest to show. */
  backtest?: string
  onStarted: (id: string) => void
}

/** The rule set with this rule as it is written, run over the stored detections (B1). */
export function Trial({ book, draft, saved, backtest, onStarted }: Props) {
  const rules = useSuspenseQuery(rulesQuery(book)).data
  const templates = useSuspenseQuery(templatesQuery(book)).data
  const [range, setRange] = useState<Range>('7')
  const start = useMutation({
    mutationFn: () =>
      startBacktest(book.tenant, {
        book: { rules: withDraft(rules.items, draft, saved?.id), templates: templates.items },
        from: range === 'all' ? undefined : new Date(Date.now() - Number(range) * day).toISOString(),
      }),
    onSuccess: (b) => onStarted(b.id),
    onError: complain,
  })
  return (
    <div className={css.trial}>
      <div className={css.run}>
        <p className={css.hint}>
          Runs all rules, with this one as it is written here, over stored detections, and compares. Nothing
          is changed.
        </p>
        <Choice
          label="Time range"
          value={range}
          onChange={setRange}
          options={(['1', '7', '30', 'all'] as const).map((value) => ({ value, label: ranges[value] }))}
        />
        <Button onClick={() => start.mutate()} loading={start.isPending}>
          Run backtest
        </Button>
      </div>
      {backtest && <BacktestRun key={backtest} tenant={book.tenant} id={backtest} />}
    </div>
  )
}
