import { Button, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Rule } from '../../api/rule-records'
import { countsQuery, rulesQuery } from '../../api/rules'
import { useCommands } from '../../commands/registry'
import { ToolHead } from '../../frame/ToolHead'
import { useListKeys } from '../../frame/useListKeys'
import { paths } from '../../paths'
import { useRuleDeeds } from '../../rule/deeds'
import { useBook } from '../../rule/useBook'
import { useNoRuleWriting } from '../../rule/useMay'
import { Ask } from '../../ui/Ask'
import { Notice } from '../../ui/Notice'
import { Time } from '../../ui/Time'
import { VirtualTable } from '../../ui/VirtualTable'
import { narrowRule, type RowDeeds, ruleColumns } from './columns'
import { Import } from './Import'
import { linesOf, tickedOf, toggled } from './lines'
import { RowMenu } from './RowMenu'
import { useReorder } from './useReorder'

const route = getRouteApi('/t/$tenant/automatic/{-$place}/rules')

/** All rules in the order in which they are tried (requirements T12, T26, T34, T35). */
export function Rules() {
  const book = useBook()
  const partners = book.partner !== undefined
  const { q, ticked: ids, panel } = route.useSearch()
  const navigate = useNavigate()
  const show = (change: { q?: string; ticked?: string; panel?: 'import' }) =>
    navigate({ to: '.', search: { q, ticked: ids, panel, ...change }, replace: true })
  const list = useSuspenseQuery(rulesQuery(book)).data
  const counts = useQuery({ ...countsQuery(book.tenant), enabled: !partners }).data
  useDocumentTitle('Rules · Caseweave')
  const forbidden = useNoRuleWriting()
  const { setState, remove, save } = useRuleDeeds(book)
  const [doomed, setDoomed] = useState<Rule>()
  const { move, grip, dropAt } = useReorder(book)
  const { table, filter } = useListKeys()

  const lines = useMemo(() => linesOf(list, counts, q), [list, counts, q])
  const ticked = tickedOf(ids)
  const chosen = list.items.filter((r) => ticked.has(r.id))
  const orders = !forbidden && !q
  // The focus goes along with a rule that a key moved, once it is drawn in its new place.
  const carried = useRef<string>(undefined)
  const step = (by: number) => () => {
    const at = table.current?.focused() ?? -1
    if (orders && move(at, at + by)) carried.current = lines[at]?.rule.id
  }
  useEffect(() => {
    const at = lines.findIndex((l) => l.rule.id === carried.current)
    carried.current = undefined
    if (at >= 0) table.current?.focus(at)
  }, [lines, table])
  useCommands([
    { id: 'new', title: 'New rule', section: 'List', keys: 'n', run: () => navigate(paths.newRule(book)) },
    {
      id: 'earlier',
      title: 'Try the rule earlier',
      section: 'List',
      keys: 'alt+ArrowUp',
      keyOnly: true,
      run: step(-1),
    },
    {
      id: 'later',
      title: 'Try the rule later',
      section: 'List',
      keys: 'alt+ArrowDown',
      keyOnly: true,
      run: step(1),
    },
    { id: 'import', title: 'Import rules', section: 'List', run: () => show({ panel: 'import' }) },
    { id: 'export', title: 'Export all rules', section: 'List', run: () => save([]) },
  ])

  const deeds: RowDeeds = {
    book,
    forbidden,
    ticked,
    onTick: (id) => show({ ticked: toggled(ticked, id) }),
    onState: setState,
    grip: orders ? (l) => grip(l.place - 1, list.items.length - 1) : undefined,
    menu: (l) => (
      <RowMenu
        book={book}
        line={l}
        forbidden={forbidden}
        onExport={() => save([l.rule])}
        onDelete={() => setDoomed(l.rule)}
      />
    ),
    testsSince: counts?.imagined_since,
  }
  return (
    <>
      <ToolHead
        title="Rules"
        note={
          partners
            ? 'For all of your tenants, after the rules of their own'
            : counts && (
                <>
                  Counts of the last 24 hours; tests since <Time at={counts.imagined_since} />
                </>
              )
        }
      >
        <TextInput
          ref={filter}
          size="xs"
          w={180}
          aria-label="Find a rule"
          placeholder="Find a rule"
          value={q ?? ''}
          onChange={(e) => show({ q: e.target.value || undefined })}
        />
        <Button size="xs" variant="default" onClick={() => show({ panel: 'import' })}>
          Import
        </Button>
        <Button size="xs" variant="default" onClick={() => save(chosen)}>
          {chosen.length > 0 ? `Export ${chosen.length}` : 'Export all'}
        </Button>
        <Button
          size="xs"
          onClick={() => navigate(paths.newRule(book))}
          disabled={!!forbidden}
          title={forbidden}
        >
          New rule
        </Button>
      </ToolHead>
      {lines.length === 0 ? (
        <NoRules
          shared={!!book.partner}
          found={!q}
          onNew={() => navigate(paths.newRule(book))}
          onClear={() => show({ q: undefined })}
        />
      ) : (
        <VirtualTable
          label="Rules"
          columns={ruleColumns(deeds)}
          rows={lines}
          keyOf={(l) => l.rule.id}
          narrow={(l) => narrowRule(deeds, l)}
          hasMore={false}
          onMore={() => undefined}
          dropAt={dropAt}
          handle={table}
        />
      )}
      <Import
        book={book}
        opened={panel === 'import'}
        forbidden={forbidden}
        onClose={() => show({ panel: undefined })}
      />
      <Ask
        opened={!!doomed}
        title="Delete this rule?"
        yes="Delete"
        grave
        onNo={() => setDoomed(undefined)}
        onYes={() => {
          if (doomed) remove(doomed)
          setDoomed(undefined)
        }}
      >
        <p>
          “{doomed?.title}” stops at once. Its cases and its log stay. It can’t be brought back; export it
          first if in doubt.
        </p>
      </Ask>
    </>
  )
}

interface NoRulesProps {
  /** None is hidden by what is sought. */
  found: boolean
  /** They would be a partner's. */
  shared: boolean
  onNew: () => void
  onClear: () => void
}

function NoRules({ found, shared, onNew, onClear }: NoRulesProps) {
  if (!found) {
    return (
      <Notice
        title="No rule is called so"
        action={
          <Button variant="default" onClick={onClear}>
            Show all rules
          </Button>
        }
      />
    )
  }
  return (
    <Notice title="No rules yet" action={<Button onClick={onNew}>New rule</Button>}>
      <p>
        {shared
          ? 'Each tenant decides by its own rules. What is written here decides in all of yours, after them.'
          : 'Without a rule, detections open no case. Write one, or import a file of rules.'}
      </p>
    </Notice>
  )
}
