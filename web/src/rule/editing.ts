import type { Book } from '../api/books'

/** What every part of an editor is given: of a rule, or of a template. */
export interface Editing<Draft> {
  book: Book
  draft: Draft
  change: (fields: Partial<Draft>) => void
  readOnly: boolean
}
