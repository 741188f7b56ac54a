import { Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Book } from '../../api/books'
import { keys } from '../../api/queries'
import { tryTemplate } from '../../api/templates'
import { paths } from '../../paths'
import { ExpressionEditor } from '../../rule/ExpressionEditor'
import type { Editing } from '../../rule/editing'
import type { TemplateDraft } from '../../rule/template-draft'
import { useTriedOn } from '../../rule/useBook'
import { Foreign } from '../../ui/Foreign'
import css from './Template.module.css'

/** The texts that are written for each case, tried on real detections (T7). */
export function Scripts({ book, draft, change, readOnly }: Editing<TemplateDraft>) {
  return (
    <section className={css.scripts} aria-label="Scripts">
      <div>
        <h2>Case title</h2>
        <p className={css.quiet}>
          Text with expressions in {'${…}'}. Left empty, the detections name the case.
        </p>
        <ExpressionEditor
          tenant={book.tenant}
          kind="script"
          label="Case title"
          value={draft.case_title}
          onChange={(case_title) => change({ case_title })}
          placeholder={"${detection.title} on ${hostnames().join(', ')}"}
          readOnly={readOnly}
        />
        <h2>Key findings</h2>
        <p className={css.quiet}>What the case says under this heading from its beginning.</p>
        <ExpressionEditor
          tenant={book.tenant}
          kind="script"
          label="Key findings"
          lines={4}
          value={draft.key_findings}
          onChange={(key_findings) => change({ key_findings })}
          placeholder={'Users: ${usernames().join(", ")}'}
          readOnly={readOnly}
        />
      </div>
      <Tried book={book} caseTitle={draft.case_title} keyFindings={draft.key_findings} />
    </section>
  )
}

function Tried({ book, caseTitle, keyFindings }: { book: Book; caseTitle: string; keyFindings: string }) {
  const { tenant } = book
  const triedOn = useTriedOn(book)
  const [asked] = useDebouncedValue({ case_title: caseTitle, key_findings: keyFindings }, 400)
  const empty = (asked.case_title + asked.key_findings).trim() === ''
  const { data, isPending, error, isPlaceholderData } = useQuery({
    queryKey: [...keys.tenant(tenant), 'try template', asked.case_title, asked.key_findings],
    queryFn: ({ signal }) => tryTemplate(tenant, asked, signal),
    enabled: !empty,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  return (
    <div>
      <h2>On real detections{triedOn && ` of ${triedOn}`}</h2>
      {empty && <p className={css.quiet}>Write a script to see what it says of the latest detections.</p>}
      {!empty && isPending && <Skeleton height={120} />}
      {error && <p className={css.quiet}>{error.message}</p>}
      {!empty && data?.samples?.length === 0 && (data.mistakes ?? []).length === 0 && (
        <p className={css.quiet}>There is no detection to try it on.</p>
      )}
      {!empty && (
        <ul className={css.samples} aria-label="Tried on" data-old={isPlaceholderData}>
          {(data?.samples ?? []).map((s) => (
            <li key={s.id} className={css.sample}>
              <p className={css.written}>
                <Foreign text={s.case_title || '—'} most={300} />
              </p>
              {s.key_findings && (
                <p className={css.findings}>
                  <Foreign text={s.key_findings} most={600} unfolds />
                </p>
              )}
              {(s.errors ?? []).map((e) => (
                <p key={e} className={css.error}>
                  <Foreign text={e} most={300} />
                </p>
              ))}
              <p className={css.quiet}>
                for{' '}
                <Link {...paths.detection(tenant, s.id)}>
                  <Foreign text={s.title || s.id} most={100} />
                </Link>
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
