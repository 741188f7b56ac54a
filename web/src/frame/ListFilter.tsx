import { useInfiniteQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { Problem } from '../api/problem'
import type { ListQuery } from '../api/queries'
import { FilterBox } from '../ui/FilterBox'

interface Props<T> {
  label: string
  placeholder: string
  query: ListQuery<T>
  value: string
  onApply: (q: string) => void
  inputRef: RefObject<HTMLInputElement | null>
}

/** The filter of a list, with what the server says against it. */
export function ListFilter<T>({ query, ...box }: Props<T>) {
  const { error } = useInfiniteQuery(query)
  const mistakes = error instanceof Problem ? mistakesOf(error) : []
  return <FilterBox {...box} mistakes={mistakes} />
}

function mistakesOf(problem: Problem) {
  if (problem.mistakes.length > 0) return problem.mistakes
  return problem.status === 400 || problem.status === 422 ? [{ message: problem.message }] : []
}
