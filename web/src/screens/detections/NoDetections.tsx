import { Button } from '@mantine/core'
import { Notice } from '../../ui/Notice'

interface Props {
  tenant: string
  filtered: boolean
  onClear: () => void
}

/** What to do while there is no detection. */
export function NoDetections({ tenant, filtered, onClear }: Props) {
  if (filtered) {
    return (
      <Notice
        title="No detection matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
        }
      />
    )
  }
  return (
    <Notice title="No detections yet">
      <p>Nothing has been sent to this tenant. Send a file of events with a token for it:</p>
      <pre>{`caseweave token create --data DIR --tenant ${tenant} --role ingest`}</pre>
      <pre>{`caseweave ingest --url ${location.origin} --token TOKEN --source wazuh FILE`}</pre>
    </Notice>
  )
}
