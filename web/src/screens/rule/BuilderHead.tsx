import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Rule } from '../../api/rule-records'
import { paths, type RuleStep, ruleSteps } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import css from './Builder.module.css'
import { Mistakes } from './Mistakes'
import type { Saving } from './useSave'

export const stepWords: Record<RuleStep, string> = {
  details: 'Details',
  criteria: 'Criteria',
  grouping: 'Grouping',
  backtest: 'Backtest',
}

interface Props {
  tenant: string
  title: string
  step: RuleStep
  saved?: Rule
  forbidden?: string
  saving: Saving
  onVersions: () => void
}

/** Which rule it is, and where in it one is. */
export function BuilderHead({ tenant, title, step, saved, forbidden, saving, onVersions }: Props) {
  return (
    <header className={css.head}>
      <nav aria-label="Breadcrumb" className={css.crumbs}>
        <Link {...paths.automaticTab(tenant, 'rules')}>Rules</Link>
        <span aria-hidden="true">/</span>
        <span>{saved?.id ?? 'new'}</span>
      </nav>
      <div className={css.title}>
        <h1>
          <Foreign text={title} most={200} />
        </h1>
        {saved && (
          <div className={css.tools}>
            <Button size="compact-sm" variant="default" onClick={onVersions}>
              {saved.version ? `Version ${saved.version}` : 'Versions'}
            </Button>
            <Link {...paths.logs(tenant, { rule: saved.id })}>Log</Link>
            <Link {...paths.newRule(tenant, { copy: saved.id })}>Duplicate</Link>
          </div>
        )}
      </div>
      {forbidden && <p className={css.forbidden}>{forbidden}</p>}
      <nav aria-label="Steps" className={css.steps}>
        {ruleSteps.map((s, i) => (
          <Link
            key={s}
            to="."
            search={(now) => ({ ...now, step: s })}
            className={css.step}
            aria-current={s === step ? 'step' : undefined}
          >
            <span className={css.number}>{i + 1}</span> {stepWords[s]}
          </Link>
        ))}
      </nav>
      {saving.at === 'mistaken' && <Mistakes message={saving.message} mistakes={saving.mistakes} />}
    </header>
  )
}
