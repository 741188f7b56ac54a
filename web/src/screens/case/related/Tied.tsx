import { Button } from '@mantine/core'
import type { Case } from '../../../api/records'
import type { Tie } from '../../../api/ties'
import { useTies } from '../../../casefile/useTies'
import { tieWords } from '../../../casefile/words'
import { Foreign } from '../../../ui/Foreign'
import { Time } from '../../../ui/Time'
import { CaseLine } from './CaseLine'
import css from './RelatedCases.module.css'

interface Props {
  tenant: string
  c: Case
  tie: Tie
  /** Why it can't be taken back. */
  forbidden?: string
}

/** What somebody said of this case and another, and why. */
export function Tied({ tenant, c, tie, forbidden }: Props) {
  const { untie } = useTies(tenant, c.number)
  return (
    <li>
      <CaseLine tenant={tenant} other={tie.case} words={`It ${tieWords[tie.kind]}`} />
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={!!forbidden}
        title={forbidden}
        aria-label={`Take back that it ${tieWords[tie.kind]} ${tie.case.number}`}
        onClick={() => void untie(tie.case.number, tie.kind, tie.why)}
      >
        Take back
      </Button>
      <span className={css.quiet}>
        <Foreign text={tie.by.name} most={80} />, <Time at={tie.at} />
        {tie.why && (
          <>
            : <Foreign text={tie.why} unfolds />
          </>
        )}
      </span>
    </li>
  )
}
