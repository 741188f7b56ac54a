import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Book } from '../../api/books'
import type { Rule } from '../../api/rule-records'
import { paths, type RuleStep, ruleSteps } from '../../paths'
import { usePartnersBook } from '../../rule/useBook'
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

/** A backtest is one of a tenant's rule set. */
export const stepsOf = ({ partner }: Book): readonly RuleStep[] =>
  partner ? ruleSteps.filter((s) => s !== 'backtest') : ruleSteps

interface Props {
  book: Book
  title: string
  step: RuleStep
  steps: readonly RuleStep[]
  saved?: Rule
  forbidden?: string
  saving: Saving
  onVersions: () => void
}

/** Which rule it is, and where in it one is. */
export function BuilderHead({ book, title, step, steps, saved, forbidden, saving, onVersions }: Props) {
  const there = usePartnersBook(book.tenant)
  return (
    <header className={css.head}>
      <nav aria-label="Breadcrumb" className={css.crumbs}>
        <Link {...paths.automaticTab(book, 'rules')}>Rules</Link>
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
            {!book.partner && <Link {...paths.logs(book.tenant, { rule: saved.id })}>Log</Link>}
            {there && saved.owner === 'partner' && (
              <Link {...paths.rule(there, saved.id.replace(/^partner:/, ''), step)}>Open at the partner</Link>
            )}
            <Link {...paths.newRule(book, { copy: saved.id })}>Duplicate</Link>
          </div>
        )}
      </div>
      {forbidden && <p className={css.forbidden}>{forbidden}</p>}
      <nav aria-label="Steps" className={css.steps}>
        {steps.map((s, i) => (
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
