import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { HTMLAttributes, ReactNode } from 'react'
import type { Book } from '../../api/books'
import type { Rule, RuleCounts, RuleState } from '../../api/rule-records'
import { paths } from '../../paths'
import { states, stateWords } from '../../rule/words'
import { Choice } from '../../ui/Choice'
import { Foreign } from '../../ui/Foreign'
import { inCount, inUTC } from '../../ui/format'
import { Icon } from '../../ui/Icon'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'
import { Warning } from '../../ui/Warning'
import type { RuleLine } from './lines'
import css from './Rules.module.css'

/** What a row can do; undefined reasons allow it. */
export interface RowDeeds {
  book: Book
  /** Why nothing can be changed. */
  forbidden?: string
  ticked: Set<string>
  onTick: (id: string) => void
  onState: (rule: Rule, state: RuleState) => void
  /** What makes the handle of a row drag it; undefined where the order can't be changed. */
  grip?: (line: RuleLine) => HTMLAttributes<HTMLElement>
  menu: (line: RuleLine) => ReactNode
  testsSince?: string
}

export function ruleColumns(deeds: RowDeeds): Column<RuleLine>[] {
  const number = (id: Counted, header: string, from?: number): Column<RuleLine> => ({
    id,
    header,
    width: '98px',
    number: true,
    from,
    cell: (l) => <Count deeds={deeds} line={l} kind={id} />,
  })
  return [
    {
      id: 'tick',
      header: 'Selected',
      unnamed: true,
      width: '36px',
      cell: (l) => <Tick deeds={deeds} line={l} />,
    },
    { id: 'place', header: 'Order', width: '64px', cell: (l) => <Place deeds={deeds} line={l} /> },
    {
      id: 'title',
      header: 'Title',
      width: 'minmax(200px, 1fr)',
      cell: (l) => <Title deeds={deeds} line={l} />,
    },
    { id: 'state', header: 'State', width: '126px', cell: (l) => <State deeds={deeds} line={l} /> },
    // What a partner's rule did is counted in each of its tenants.
    ...(deeds.book.partner
      ? []
      : [
          number('created', 'Opened', 860),
          number('appended', 'Added', 860),
          number('related_appended', 'Found', 1060),
          number('would_create', 'Would open', 1160),
          number('would_append', 'Would add', 1160),
        ]),
    {
      id: 'updated_at',
      header: 'Changed',
      width: '110px',
      from: 980,
      cell: (l) => l.rule.updated_at && <Time at={l.rule.updated_at} />,
    },
    { id: 'menu', header: 'More', unnamed: true, width: '44px', cell: (l) => deeds.menu(l) },
  ]
}

type Counted = Exclude<keyof RuleCounts, 'rule' | 'failing'>
interface CellProps {
  deeds: RowDeeds
  line: RuleLine
}

function Tick({ deeds, line }: CellProps) {
  if (!line.own) return null
  const { id, title } = line.rule
  return (
    <Checkbox
      size="xs"
      aria-label={`Select ${title}`}
      checked={deeds.ticked.has(id)}
      onChange={() => deeds.onTick(id)}
    />
  )
}

function Place({ deeds, line }: CellProps) {
  const handle = line.own && deeds.grip?.(line)
  return (
    <span className={css.place}>
      {handle && (
        <span className={css.grip} title="Drag to reorder, or Alt with the arrow keys" {...handle}>
          <Icon name="grip" />
        </span>
      )}
      {line.place}
    </span>
  )
}

function Title({ deeds, line }: CellProps) {
  const { rule, own } = line
  return (
    <>
      <Link {...paths.rule(deeds.book, rule.id)} data-opens className="row-title">
        <Foreign text={rule.title || rule.id} most={200} />
      </Link>
      {!own && (
        <span className={css.fixed}>
          <Tag title="Your partner's rule, for all of its tenants. It can be read here.">Partner</Tag>
        </span>
      )}
      <Marks line={line} />
    </>
  )
}

/** What is amiss with a rule: that it fails, and what lint found. */
export function Marks({ line }: { line: RuleLine }) {
  return (
    <span className={css.marks}>
      {line.counts?.failing && (
        <Warning word="Failing" bad sentences={['Its expressions fail more often than it does anything.']} />
      )}
      {line.findings.length > 0 && (
        <Warning
          sentences={line.findings.map((f) => f.message)}
          bad={line.findings.some((f) => f.level === 'error')}
        />
      )}
    </span>
  )
}

export function State({ deeds, line }: CellProps) {
  const { rule, own } = line
  const reason = own ? deeds.forbidden : 'Your partner sets this'
  return (
    <Choice
      label={`State of ${rule.title}`}
      value={rule.state}
      options={states.map((s) => ({ value: s, label: stateWords[s].word, title: stateWords[s].meaning }))}
      onChange={(state) => deeds.onState(rule, state)}
      disabled={!!reason}
      title={reason ?? stateWords[rule.state].meaning}
    />
  )
}

function Count({ deeds, line, kind }: CellProps & { kind: Counted }) {
  const n = line.counts?.[kind] ?? 0
  if (n === 0) return <span className={css.zero}>0</span>
  const tests = kind.startsWith('would') && deeds.testsSince
  return (
    <Link
      {...paths.logs(deeds.book.tenant, { rule: line.rule.id, kind })}
      title={tests ? `Imagined cases since ${inUTC(tests)}` : undefined}
    >
      {inCount(n)}
    </Link>
  )
}

/** A row where there is no room for columns. */
export function narrowRule(deeds: RowDeeds, line: RuleLine) {
  return (
    <>
      <span className="row-line">
        <span className={css.zero}>{line.place}</span>
        <Title deeds={deeds} line={line} />
        <span className="row-end">{deeds.menu(line)}</span>
      </span>
      <span className="row-line row-quiet">
        <State deeds={deeds} line={line} />
        {!deeds.book.partner && (
          <>
            <span>{inCount(line.counts?.created ?? 0)} opened</span>
            <span>{inCount(line.counts?.appended ?? 0)} added</span>
          </>
        )}
      </span>
    </>
  )
}
