import { Link } from '@tanstack/react-router'
import type { Book } from '../../api/books'
import type { Template } from '../../api/rule-records'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { counted } from '../../ui/format'
import { Tag } from '../../ui/Tag'
import css from './Templates.module.css'

/** Templates as cards. */
export function Cards({ book, templates }: { book: Book; templates: Template[] }) {
  return (
    <ul className={css.cards}>
      {templates.map((t) => (
        <li key={t.id} className={css.card}>
          <h2>
            <Link {...paths.template(book, t.id)} className={css.open}>
              <Foreign text={t.title} most={120} />
            </Link>
          </h2>
          {t.description && (
            <p className={css.description}>
              <Foreign text={t.description} most={200} />
            </p>
          )}
          {t.case_title && (
            <code className={css.script}>
              <Foreign text={t.case_title} most={160} />
            </code>
          )}
          <p className={css.foot}>
            <span>{t.priority || 'P3'}</span>
            <span>{t.type || 'security incident'}</span>
            {(t.stages ?? []).length > 0 && <span>{counted((t.stages ?? []).length, 'stage')}</span>}
            {t.shared_with_children && t.owner !== 'partner' && <Tag>Shared with tenants</Tag>}
            {t.owner === 'partner' && <Tag title="Your partner’s template">Partner</Tag>}
          </p>
        </li>
      ))}
    </ul>
  )
}
