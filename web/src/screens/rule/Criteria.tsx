import type { Draft } from '../../rule/draft'
import type { Editing } from '../../rule/editing'
import { QueryEditor } from '../../rule/QueryEditor'
import { useTriedOn } from '../../rule/useBook'
import css from './Builder.module.css'
import { Matching } from './Matching'
import { Samples } from './Samples'
import type { Trying } from './useTrying'

/** Which detections the rule is about (T17, T18, T44). */
export function Criteria({ book, draft, change, readOnly, trying }: Editing<Draft> & { trying: Trying }) {
  const triedOn = useTriedOn(book)
  return (
    <div className={css.columns}>
      <div className={css.form}>
        <section>
          <h2>Filter</h2>
          <p className={css.hint}>Detections that may open a case, or join one.</p>
          <QueryEditor
            tenant={book.tenant}
            label="Filter"
            value={draft.filter}
            onChange={(filter) => change({ filter })}
            placeholder="severity >= 0.6 AND @host IS NOT NULL"
            readOnly={readOnly}
          />
        </section>
        <section>
          <h2>Append filter</h2>
          <p className={css.hint}>
            Detections that may join, too, but open no case. Leave it empty for none.
          </p>
          <QueryEditor
            tenant={book.tenant}
            label="Append filter"
            value={draft.append_filter}
            onChange={(append_filter) => change({ append_filter })}
            placeholder="severity >= 0.4"
            readOnly={readOnly}
          />
        </section>
      </div>
      <section aria-label="Matching detections" className={css.result}>
        {triedOn && <p className={css.hint}>Tried on the detections of {triedOn}.</p>}
        <Matching tenant={book.tenant} draft={draft} trying={trying} />
        <Samples tenant={book.tenant} draft={draft} trying={trying} />
      </section>
    </div>
  )
}
