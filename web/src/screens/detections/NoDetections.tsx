import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { sourcesQuery } from '../../api/sources'
import { HowToSend } from '../../source/HowToSend'
import { SourceLines } from '../../source/SourceLines'
import { inTrouble } from '../../source/words'
import { Notice } from '../../ui/Notice'

interface Props {
  tenant: string
  filtered: boolean
  onClear: () => void
}

/** What to do while there is no detection. */
export function NoDetections({ tenant, filtered, onClear }: Props) {
  const { data: sources } = useQuery(sourcesQuery(tenant))
  if (filtered) {
    return (
      <Notice
        title="No detection matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
        }
      >
        <SourceLines tenant={tenant} sources={(sources ?? []).filter(inTrouble)} />
      </Notice>
    )
  }
  return (
    <Notice title="No detections">
      {sources?.length === 0 && (
        <>
          <p>Nothing has been sent to this tenant.</p>
          <HowToSend tenant={tenant} />
        </>
      )}
      <SourceLines tenant={tenant} sources={sources ?? []} />
    </Notice>
  )
}
