import { createRoute, redirect } from '@tanstack/react-router'
import { backtestQuery, backtestsQuery } from './api/backtests'
import { Problem } from './api/problem'
import { asksFor, ruleLogQuery } from './api/rule-log'
import { ruleQuery, rulesQuery } from './api/rules'
import { settingsQuery } from './api/settings'
import { templateQuery, templatesQuery } from './api/templates'
import { type LogSearch, type RuleStep, ruleSteps } from './paths'
import { loggedIn, tenant, text, tolerant } from './routes-base'
import { bookAt, reaches } from './rule/useBook'
import { loadEditor } from './ui/CodeEditor'
import { lazily } from './ui/lazily'

const automatic = createRoute({
  getParentRoute: () => tenant,
  path: 'automatic',
  component: lazily(() => import('./screens/automatic/AutomaticScreen'), 'AutomaticScreen'),
})

// A tenant's book, or its partner's; both have the same screens.
const book = createRoute({
  getParentRoute: () => automatic,
  path: '{-$place}',
  beforeLoad: async ({ context, params, location }) => {
    const me = await loggedIn(context.cache, location.href)
    if (!reaches(me, params.place)) throw new Problem(404, 'There is no such place.')
    return { book: bookAt(params.tenant, params.place) }
  },
})

const bookStart = createRoute({
  getParentRoute: () => book,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/t/$tenant/automatic/{-$place}/rules', params, replace: true })
  },
})

interface RulesSearch {
  q?: string
  /** Ids of the rules that are ticked, with commas between them. */
  ticked?: string
  panel?: 'import'
}

const rules = createRoute({
  getParentRoute: () => book,
  path: 'rules',
  validateSearch: (s: Record<string, unknown>): RulesSearch => ({
    q: text(s.q),
    ticked: text(s.ticked),
    panel: s.panel === 'import' ? 'import' : undefined,
  }),
  loader: ({ context }) => context.cache.ensureQueryData(rulesQuery(context.book)),
  component: lazily(() => import('./screens/rules/Rules'), 'Rules'),
})

interface BuilderSearch {
  step?: RuleStep
  /** A backtest of what is being written. */
  backtest?: string
  panel?: 'versions'
}

const builderSearch = (s: Record<string, unknown>): BuilderSearch => ({
  step: ruleSteps.find((step) => step === s.step),
  backtest: text(s.backtest),
  panel: s.panel === 'versions' ? 'versions' : undefined,
})

const newRule = createRoute({
  getParentRoute: () => book,
  path: 'rules/new',
  validateSearch: (s: Record<string, unknown>): BuilderSearch & { copy?: string } => ({
    ...builderSearch(s),
    copy: text(s.copy),
  }),
  loader: ({ context }) =>
    Promise.all([
      context.cache.ensureQueryData(rulesQuery(context.book)),
      context.cache.ensureQueryData(templatesQuery(context.book)),
      loadEditor(),
    ]),
  component: lazily(() => import('./screens/rule/NewRule'), 'NewRule'),
})

const oneRule = createRoute({
  getParentRoute: () => book,
  path: 'rules/$id',
  validateSearch: builderSearch,
  loader: ({ context, params }) =>
    Promise.all([
      context.cache.ensureQueryData(ruleQuery(context.book, params.id)),
      context.cache.ensureQueryData(rulesQuery(context.book)),
      context.cache.ensureQueryData(templatesQuery(context.book)),
      loadEditor(),
    ]),
  component: lazily(() => import('./screens/rule/RuleScreen'), 'RuleScreen'),
})

const templates = createRoute({
  getParentRoute: () => book,
  path: 'templates',
  validateSearch: (s: Record<string, unknown>): { as?: 'list' } => ({
    as: s.as === 'list' ? 'list' : undefined,
  }),
  loader: ({ context }) => context.cache.ensureQueryData(templatesQuery(context.book)),
  component: lazily(() => import('./screens/templates/Templates'), 'Templates'),
})

const newTemplate = createRoute({
  getParentRoute: () => book,
  path: 'templates/new',
  validateSearch: (s: Record<string, unknown>): { copy?: string } => ({ copy: text(s.copy) }),
  loader: ({ context }) =>
    Promise.all([context.cache.ensureQueryData(templatesQuery(context.book)), loadEditor()]),
  component: lazily(() => import('./screens/template/NewTemplate'), 'NewTemplate'),
})

const oneTemplate = createRoute({
  getParentRoute: () => book,
  path: 'templates/$id',
  validateSearch: (s: Record<string, unknown>): { panel?: 'versions' } => ({
    panel: s.panel === 'versions' ? 'versions' : undefined,
  }),
  loader: ({ context, params }) =>
    Promise.all([context.cache.ensureQueryData(templateQuery(context.book, params.id)), loadEditor()]),
  component: lazily(() => import('./screens/template/TemplateScreen'), 'TemplateScreen'),
})

const logSearch = (s: Record<string, unknown>): LogSearch => ({
  rule: text(s.rule),
  case: text(s.case),
  detection: text(s.detection),
  template: text(s.template),
  kind: text(s.kind),
})

const logs = createRoute({
  getParentRoute: () => automatic,
  path: 'logs',
  validateSearch: (s: Record<string, unknown>): LogSearch & { open?: string } => ({
    ...logSearch(s),
    open: text(s.open),
  }),
  loaderDeps: ({ search }) => logSearch({ ...search }),
  loader: ({ context, params, deps }) =>
    asksFor(deps) && tolerant(context.cache.ensureInfiniteQueryData(ruleLogQuery(params.tenant, deps))),
  component: lazily(() => import('./screens/rulelog/RuleLog'), 'RuleLog'),
})

const backtests = createRoute({
  getParentRoute: () => automatic,
  path: 'backtests',
  loader: ({ context, params }) => context.cache.ensureQueryData(backtestsQuery(params.tenant)),
  component: lazily(() => import('./screens/backtests/Backtests'), 'Backtests'),
})

const oneBacktest = createRoute({
  getParentRoute: () => automatic,
  path: 'backtests/$id',
  loader: ({ context, params }) => context.cache.ensureQueryData(backtestQuery(params.tenant, params.id)),
  component: lazily(() => import('./screens/backtest/BacktestScreen'), 'BacktestScreen'),
})

const settings = createRoute({
  getParentRoute: () => automatic,
  path: 'settings',
  loader: ({ context, params }) => context.cache.ensureQueryData(settingsQuery(params.tenant)),
  component: lazily(() => import('./screens/settings/Settings'), 'Settings'),
})

/** Automatic cases: rules, templates, and what they did. */
export const automaticRoutes = automatic.addChildren([
  book.addChildren([bookStart, rules, newRule, oneRule, templates, newTemplate, oneTemplate]),
  logs,
  backtests,
  oneBacktest,
  settings,
])
