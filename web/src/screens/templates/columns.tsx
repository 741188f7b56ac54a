import { Link } from '@tanstack/react-router'
import type { Book } from '../../api/books'
import type { Template } from '../../api/rule-records'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'

function Title({ book, t }: { book: Book; t: Template }) {
  return (
    <>
      <Link {...paths.template(book, t.id)} data-opens className="row-title">
        <Foreign text={t.title} most={160} />
      </Link>
      {t.shared_with_children && t.owner !== 'partner' && <Tag>Shared with tenants</Tag>}
      {t.owner === 'partner' && <Tag title="Your partner’s template">Partner</Tag>}
    </>
  )
}

export const templateColumns = (book: Book): Column<Template>[] => [
  { id: 'title', header: 'Title', width: 'minmax(180px, 1fr)', cell: (t) => <Title book={book} t={t} /> },
  {
    id: 'case_title',
    header: 'Case title',
    width: 'minmax(160px, 1fr)',
    from: 800,
    cell: (t) => <Foreign text={t.case_title ?? ''} most={160} />,
  },
  { id: 'type', header: 'Type', width: '150px', cell: (t) => t.type || 'security incident' },
  { id: 'priority', header: 'Priority', width: '80px', cell: (t) => t.priority || 'P3' },
  { id: 'stages', header: 'Stages', width: '76px', number: true, cell: (t) => (t.stages ?? []).length },
  {
    id: 'updated_at',
    header: 'Changed',
    width: '120px',
    from: 900,
    cell: (t) => t.updated_at && <Time at={t.updated_at} />,
  },
]

/** A row where there is no room for columns. */
export function narrowTemplate(book: Book, t: Template) {
  return (
    <>
      <span className="row-line">
        <Title book={book} t={t} />
      </span>
      <span className="row-line row-quiet">
        <span>{t.priority || 'P3'}</span>
        <span>{t.type || 'security incident'}</span>
      </span>
    </>
  )
}
