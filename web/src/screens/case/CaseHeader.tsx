import { Link } from '@tanstack/react-router'
import type { Case } from '../../api/records'
import { Status } from '../../casefile/Status'
import { managedByWords, priorityWords } from '../../casefile/words'
import { paths } from '../../paths'
import { quoted } from '../../query/literal'
import { Facts } from '../../ui/Facts'
import { Foreign } from '../../ui/Foreign'
import { ScoreDial } from '../../ui/ScoreDial'
import { Severity } from '../../ui/Severity'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import css from './CaseHeader.module.css'

/** The panel that identifies a case (requirements X4, S15). */
export function CaseHeader({ tenant, c }: { tenant: string; c: Case }) {
  const facts = [
    { name: 'Severity', value: <Severity level={c.severity} /> },
    { name: 'Status', value: <Status status={c.status} /> },
    { name: 'Priority', value: <span title={priorityWords[c.priority]}>{c.priority}</span> },
    { name: 'Managed by', value: managedByWords[c.managed_by] },
    { name: 'Assignee', value: c.assignee ? <Foreign text={c.assignee} most={60} /> : 'Unassigned' },
    { name: 'Created', value: <Time at={c.created_at} /> },
    { name: 'Updated', value: <Time at={c.updated_at} /> },
    { name: 'Tags', value: <Tags tenant={tenant} tags={c.tags ?? []} /> },
  ]
  return (
    <header className={css.header}>
      <div className={css.top}>
        <ScoreDial score={c.score} level={c.severity} />
        <div className={css.name}>
          <nav aria-label="Breadcrumb" className={css.crumbs}>
            <Link {...paths.cases(tenant)}>Cases</Link>
            <span aria-hidden="true">/</span>
            <span>{c.number}</span>
          </nav>
          <h1>
            <Foreign text={c.title || c.number} most={240} />
          </h1>
        </div>
      </div>
      <Facts facts={facts} row />
    </header>
  )
}

function Tags({ tenant, tags }: { tenant: string; tags: string[] }) {
  if (tags.length === 0) return 'None'
  return (
    <span className={css.tags}>
      {tags.slice(0, 20).map((tag) => (
        <Link key={tag} {...paths.cases(tenant, { q: `tags = ${quoted(tag)}` })}>
          <Tag>
            <Foreign text={tag} most={40} />
          </Tag>
        </Link>
      ))}
    </span>
  )
}
