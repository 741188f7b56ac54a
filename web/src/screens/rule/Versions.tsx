import { useQuery } from '@tanstack/react-query'
import type { Book } from '../../api/books'
import type { NewRule } from '../../api/rule-records'
import { ruleVersionsQuery } from '../../api/rules'
import { draftOf, ruleChanges } from '../../rule/draft'
import { VersionList } from '../../rule/VersionList'

interface Props {
  book: Book
  id: string
  opened: boolean
  onClose: () => void
  onTake?: (rule: NewRule) => void
}

/** The rule as it was, version by version. */
export function Versions({ book, id, opened, onClose, onTake }: Props) {
  const { data, error, refetch } = useQuery({ ...ruleVersionsQuery(book, id), enabled: opened })
  const versions = data?.items.map((v, i, all) => {
    const before = all[i + 1]
    return {
      ...v,
      changes: before ? ruleChanges(draftOf(before.rule), draftOf(v.rule)) : [],
      onTake:
        onTake &&
        (() => {
          onTake(v.rule)
          onClose()
        }),
    }
  })
  return (
    <VersionList
      what="rule"
      opened={opened}
      onClose={onClose}
      versions={{ data: versions, error, refetch }}
    />
  )
}
