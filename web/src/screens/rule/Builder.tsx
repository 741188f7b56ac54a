import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Book } from '../../api/books'
import type { Rule } from '../../api/rule-records'
import { useCommands } from '../../commands/registry'
import { Unsaved } from '../../frame/Unsaved'
import { paths, type RuleStep } from '../../paths'
import { blank, type Draft, draftOf, sameRule } from '../../rule/draft'
import type { Editing } from '../../rule/editing'
import css from './Builder.module.css'
import { BuilderFoot } from './BuilderFoot'
import { BuilderHead, stepsOf, stepWords } from './BuilderHead'
import { Conflict } from './Conflict'
import { Criteria } from './Criteria'
import { Details } from './Details'
import { Findings } from './Findings'
import { Grouping } from './Grouping'
import { Trial } from './Trial'
import { useSave } from './useSave'
import { useTrying } from './useTrying'
import { Versions } from './Versions'

interface Props {
  book: Book
  title: string
  /** The rule as it is stored; undefined for a new one. */
  saved?: Rule
  start: Draft
  search: { step?: RuleStep; backtest?: string; panel?: 'versions' }
  /** Why nothing can be changed. */
  forbidden?: string
}

/** A rule in steps: what it is, which detections, what together, and what it would have done (T10 to T20). */
export function Builder({ book, title, saved, start, search, forbidden }: Props) {
  const navigate = useNavigate()
  const [base, setBase] = useState({ rule: saved, draft: start })
  const [draft, setDraft] = useState(start)
  const dirty = saved ? !sameRule(base.draft, draft) : !sameRule({ ...start, ...blankOf(start) }, draft)
  // What somebody else saves is shown at once, unless there is something to lose.
  if (saved && !dirty && saved.version !== base.rule?.version) {
    setBase({ rule: saved, draft: start })
    setDraft(start)
  }
  const steps = stepsOf(book)
  const step = steps.find((s) => s === search.step) ?? 'details'
  const show = (change: Props['search']) => navigate({ to: '.', search: (now) => ({ ...now, ...change }) })
  const { saving, save, settle } = useSave(book, (rule) => {
    setBase({ rule, draft: draftOf(rule) })
    setDraft(draftOf(rule))
    if (!saved) navigate({ ...paths.rule(book, rule.id, step), ignoreBlocker: true, replace: true })
  })
  const trying = useTrying(book, draft, saved?.id)
  const submit = () => !forbidden && save(draft, base.rule)
  useCommands([
    ...steps.map((s, i) => ({
      id: `step ${s}`,
      title: `Step ${stepWords[s]}`,
      section: 'Go to' as const,
      keys: `${i + 1}`,
      run: () => show({ step: s }),
    })),
    { id: 'save', title: 'Save the rule', section: 'Page', keys: 'mod+s', run: submit },
  ])

  const props: Editing<Draft> = {
    book,
    draft,
    change: (fields) => setDraft((d) => ({ ...d, ...fields })),
    readOnly: !!forbidden,
  }
  return (
    <article className={css.builder}>
      <BuilderHead
        book={book}
        title={title}
        step={step}
        steps={steps}
        saved={saved}
        forbidden={forbidden}
        saving={saving}
        onVersions={() => show({ panel: 'versions' })}
      />
      <div className={css.body}>
        {step === 'details' && <Details {...props} />}
        {step === 'criteria' && <Criteria {...props} trying={trying} />}
        {step === 'grouping' && <Grouping {...props} trying={trying} />}
        {step === 'backtest' && (
          <Trial
            {...props}
            saved={saved}
            backtest={search.backtest}
            onStarted={(id) => show({ backtest: id })}
          />
        )}
      </div>
      <Findings book={book} draft={draft} saved={saved} tried={trying.data} />
      <BuilderFoot
        step={step}
        steps={steps}
        dirty={dirty}
        isNew={!saved}
        busy={saving.at === 'busy'}
        forbidden={forbidden}
        onStep={(s) => show({ step: s })}
        onDiscard={() => setDraft(base.draft)}
        onSave={submit}
      />
      {saved && (
        <Versions
          book={book}
          id={saved.id}
          opened={search.panel === 'versions'}
          onClose={() => show({ panel: undefined })}
          onTake={forbidden ? undefined : (rule) => setDraft(draftOf(rule))}
        />
      )}
      {saving.at === 'clash' && (
        <Conflict
          mine={draft}
          theirs={saving.theirs}
          onMine={() => save(draft, saving.theirs)}
          onTheirs={() => {
            const theirs = draftOf(saving.theirs)
            setBase({ rule: saving.theirs, draft: theirs })
            setDraft(theirs)
            settle()
          }}
          onClose={settle}
        />
      )}
      <Unsaved dirty={dirty}>What you changed in this rule is lost.</Unsaved>
    </article>
  )
}

// A copy is something to lose from its beginning; an untouched blank is not.
const blankOf = (start: Draft): Partial<Draft> => (start.filter ? { ...blank, order: start.order } : {})
