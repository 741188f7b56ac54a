import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { allCases } from '../../api/queries'
import { sourcesQuery } from '../../api/sources'
import { paths } from '../../paths'
import { HowToSend } from '../../source/HowToSend'
import { SourceLines } from '../../source/SourceLines'
import { inTrouble } from '../../source/words'
import { Notice } from '../../ui/Notice'

interface Props {
  tenant: string
  filtered: boolean
  onClear: () => void
}

/** What to do while there is no case (requirements S9, S30). */
export function NoCases({ tenant, filtered, onClear }: Props) {
  const { data: sources } = useQuery(sourcesQuery(tenant))
  if (filtered) {
    return (
      <Notice
        title="No case matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
        }
      >
        <p>A case that comes to match appears here by itself.</p>
        <SourceLines tenant={tenant} sources={(sources ?? []).filter(inTrouble)} />
      </Notice>
    )
  }
  return (
    <Notice
      title="No open cases"
      action={
        <>
          <Link {...paths.cases(tenant, { q: allCases })}>Show closed ones, too</Link>
          <Link {...paths.detections(tenant)}>See whether detections arrive</Link>
        </>
      }
    >
      <p>
        Cases open by themselves as detections come in and match a rule. They appear here without a reload.
      </p>
      {sources?.length === 0 && <HowToSend tenant={tenant} />}
      <SourceLines tenant={tenant} sources={sources ?? []} />
    </Notice>
  )
}
