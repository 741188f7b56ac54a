import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { backtestQuery } from '../../api/backtests'
import { BacktestRun } from '../../backtest/BacktestRun'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { Time } from '../../ui/Time'
import css from './BacktestScreen.module.css'

const route = getRouteApi('/t/$tenant/automatic/backtests/$id')

/** One backtest at an address of its own. */
export function BacktestScreen() {
  const { tenant, id } = route.useParams()
  const { data: backtest } = useSuspenseQuery(backtestQuery(tenant, id))
  useDocumentTitle('Backtest · Caseweave')
  return (
    <article className={css.screen}>
      <nav aria-label="Breadcrumb" className={css.crumbs}>
        <Link {...paths.automaticTab({ tenant }, 'backtests')}>Backtests</Link>
        <span aria-hidden="true">/</span>
        <span>{id}</span>
      </nav>
      <h1>
        Backtest, <Time at={backtest.from} /> to <Time at={backtest.to} />
      </h1>
      <p className={css.by}>
        Begun <Time at={backtest.at} />
        {backtest.by && (
          <>
            {' by '}
            <Foreign text={backtest.by} most={80} />
          </>
        )}
      </p>
      <BacktestRun tenant={tenant} id={id} own />
    </article>
  )
}
