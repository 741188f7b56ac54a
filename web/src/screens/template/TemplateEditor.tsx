import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Book } from '../../api/books'
import type { Template } from '../../api/rule-records'
import { useCommands } from '../../commands/registry'
import { Unsaved } from '../../frame/Unsaved'
import { paths } from '../../paths'
import type { Editing } from '../../rule/editing'
import { sameTemplate, type TemplateDraft, templateDraftOf } from '../../rule/template-draft'
import { Ask } from '../../ui/Ask'
import { Foreign } from '../../ui/Foreign'
import { Scripts } from './Scripts'
import { Stages } from './Stages'
import css from './Template.module.css'
import { TemplateFields } from './TemplateFields'
import { TemplateRefusal } from './TemplateRefusal'
import { useTemplateDeeds } from './useTemplateDeeds'

interface Props {
  book: Book
  title: string
  saved?: Template
  start: TemplateDraft
  /** Why nothing can be changed. */
  forbidden?: string
  onVersions?: () => void
}

/** A template with all that it gives a case (T6 to T8, P5). */
export function TemplateEditor({ book, title, saved, start, forbidden, onVersions }: Props) {
  const navigate = useNavigate()
  const [base, setBase] = useState({ template: saved, draft: start })
  const [draft, setDraft] = useState(start)
  const [dooms, setDooms] = useState(false)
  const dirty = !sameTemplate(base.draft, draft)
  if (saved && !dirty && saved.version !== base.template?.version) {
    setBase({ template: saved, draft: start })
    setDraft(start)
  }
  const { refusal, busy, save, remove, saveFile } = useTemplateDeeds(book)
  const submit = () => {
    if (forbidden) return
    save(draft, base.template, (t) => {
      setBase({ template: t, draft: templateDraftOf(t) })
      setDraft(templateDraftOf(t))
      if (!saved) navigate({ ...paths.template(book, t.id), ignoreBlocker: true, replace: true })
    })
  }
  useCommands([{ id: 'save', title: 'Save the template', section: 'Page', keys: 'mod+s', run: submit }])
  const reason = forbidden ?? (dirty || !saved ? undefined : 'Nothing was changed')
  const part: Editing<TemplateDraft> = {
    book,
    draft,
    change: (fields) => setDraft((d) => ({ ...d, ...fields })),
    readOnly: !!forbidden,
  }
  return (
    <article className={css.editor}>
      <header className={css.head}>
        <nav aria-label="Breadcrumb" className={css.crumbs}>
          <Link {...paths.automaticTab(book, 'templates')}>Templates</Link>
          <span aria-hidden="true">/</span>
          <span>{saved?.id ?? 'new'}</span>
        </nav>
        <div className={css.title}>
          <h1>
            <Foreign text={title} most={200} />
          </h1>
          {saved && (
            <>
              <Button size="compact-sm" variant="default" onClick={onVersions}>
                {saved.version ? `Version ${saved.version}` : 'Versions'}
              </Button>
              {!book.partner && <Link {...paths.logs(book.tenant, { template: saved.id })}>Log</Link>}
              <Link {...paths.newTemplate(book, { copy: saved.id })}>Duplicate</Link>
              <Button size="compact-sm" variant="subtle" onClick={() => saveFile(saved)}>
                Export
              </Button>
            </>
          )}
        </div>
        {forbidden && <p className={css.quiet}>{forbidden}</p>}
        {refusal && <TemplateRefusal {...refusal} />}
      </header>
      <div className={css.body}>
        <TemplateFields {...part} />
        <Scripts {...part} />
        <Stages {...part} />
      </div>
      <footer className={css.foot}>
        {saved && (
          <Button
            variant="subtle"
            color="var(--bad)"
            onClick={() => setDooms(true)}
            disabled={!!forbidden}
            title={forbidden}
          >
            Delete
          </Button>
        )}
        <span className={css.state} aria-live="polite">
          {dirty && 'Not saved yet'}
        </span>
        <Button onClick={submit} loading={busy} disabled={!!reason} title={reason}>
          Save template
        </Button>
      </footer>
      <Ask
        opened={dooms}
        title="Delete this template?"
        yes="Delete"
        grave
        onNo={() => setDooms(false)}
        onYes={() => {
          setDooms(false)
          if (saved) {
            remove(saved, () => navigate({ ...paths.automaticTab(book, 'templates'), ignoreBlocker: true }))
          }
        }}
      >
        <p>
          Cases that began with “{title}” stay as they are. It can’t be brought back; export it first if in
          doubt.
        </p>
      </Ask>
      <Unsaved dirty={dirty}>What you changed in this template is lost.</Unsaved>
    </article>
  )
}
