import { Skeleton } from '@mantine/core'
import { Suspense, useId, useMemo, useState } from 'react'
import css from './CodeEditor.module.css'
import type { Colouring } from './code/colouring'
import type { Suggest } from './code/extensions'
import { placeOf, type Remark } from './code/place'
import { type Check, useChecked } from './code/useChecked'
import { lazily } from './lazily'

const Field = lazily(() => import('./code/Field'), 'Field')

/** Loads the editor before it is wanted, so that no draft is begun without it. */
export const loadEditor = () => Field.preload?.()

interface Props {
  label: string
  value: string
  onChange: (text: string) => void
  colouring: Colouring
  /** Asked when the writer pauses; what it finds stands under the character. */
  check?: Check
  complete?: Suggest
  /** Remarks from elsewhere, such as a refused save. */
  remarks?: Remark[]
  placeholder?: string
  readOnly?: boolean
  /** Least height, in lines. */
  lines?: number
}

const none: Remark[] = []

/** A few lines of code: coloured, completed, and checked as they are written. */
export function CodeEditor({ check, remarks = none, lines = 1, ...field }: Props) {
  const id = useId()
  // Once more for each editor, should it have failed before.
  useState(() => void loadEditor())
  const checked = useChecked(field.value, check)
  const all = useMemo(() => [...checked.remarks, ...remarks], [checked.remarks, remarks])
  const height = lines * 24 + 8
  return (
    <div className={css.editor}>
      <div
        className={css.box}
        data-wrong={all.length > 0}
        data-read-only={field.readOnly}
        style={{ minHeight: height + 2 }}
      >
        <Suspense fallback={<Skeleton height={height} />}>
          <Field {...field} remarks={all} describedBy={`${id}help ${id}remarks`} />
        </Suspense>
      </div>
      <p id={`${id}help`} className={css.hidden}>
        {field.readOnly ? 'Read only.' : 'Tab leaves the editor. Control and space completes.'}
      </p>
      <div id={`${id}remarks`} aria-live="polite" className={css.remarks}>
        {all.slice(0, 3).map((r) => (
          <RemarkLine key={`${r.line} ${r.column} ${r.message}`} remark={r} text={field.value} />
        ))}
        {all.length > 3 && <p>and {all.length - 3} more</p>}
        {all.length === 0 && checked.note && <p className={css.note}>{checked.note}</p>}
      </div>
    </div>
  )
}

function RemarkLine({ remark, text }: { remark: Remark; text: string }) {
  const place = placeOf(remark, text.split('\n').length)
  return (
    <p className={css.remark}>
      {place && <span className={css.place}>{place}: </span>}
      {remark.message}
      {remark.suggestion && (
        <>
          {' Try '}
          <code>{remark.suggestion}</code>
        </>
      )}
    </p>
  )
}
