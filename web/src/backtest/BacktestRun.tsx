import { Button, Progress } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { backtestQuery, cancelBacktest } from '../api/backtests'
import { keys } from '../api/queries'
import type { Backtest } from '../api/rule-records'
import { paths } from '../paths'
import { complain } from '../rule/deeds'
import { inCount } from '../ui/format'
import css from './Backtest.module.css'
import { BacktestResult } from './BacktestResult'

/** A backtest as it goes: how far it is, then what it found. */
export function BacktestRun({ tenant, id, own = false }: { tenant: string; id: string; own?: boolean }) {
  const { data: backtest, error } = useQuery(backtestQuery(tenant, id))
  if (error) return <p role="alert">{error.message}</p>
  if (!backtest) return <Running tenant={tenant} />
  if (backtest.status === 'running') return <Running tenant={tenant} backtest={backtest} />
  if (backtest.status === 'cancelled') return <p className={css.quiet}>This backtest was cancelled.</p>
  if (!backtest.result) return <p role="alert">The backtest failed. {backtest.error}</p>
  return (
    <>
      {!own && (
        <p className={css.quiet}>
          <Link {...paths.backtest(tenant, id)}>Link to this result</Link>
        </p>
      )}
      <BacktestResult tenant={tenant} result={backtest.result} />
    </>
  )
}

function Running({ tenant, backtest }: { tenant: string; backtest?: Backtest }) {
  const cache = useQueryClient()
  const { done, total } = backtest?.progress ?? { done: 0, total: 0 }
  const cancel = async () => {
    if (!backtest) return
    await cancelBacktest(tenant, backtest.id).catch(complain)
    await cache.invalidateQueries({ queryKey: keys.backtests(tenant) })
  }
  return (
    <div className={css.running}>
      <Progress value={total > 0 ? (100 * done) / total : 0} aria-label="Progress of the backtest" />
      <p aria-live="polite">
        {total > 0 ? `${inCount(done)} of ${inCount(total)} detections` : 'Reading the stored detections'}
      </p>
      <Button size="compact-sm" variant="default" onClick={cancel} disabled={!backtest}>
        Cancel
      </Button>
    </div>
  )
}
