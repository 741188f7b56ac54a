import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { allCases } from '../../api/queries'
import { paths } from '../../paths'
import { Notice } from '../../ui/Notice'

interface Props {
  tenant: string
  filtered: boolean
  onClear: () => void
}

/** What to do while there is no case (requirements S9, S30). */
export function NoCases({ tenant, filtered, onClear }: Props) {
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
      <p>Make a token where the server runs, and send a file of events from anywhere:</p>
      <pre>{`caseweave token create --data DIR --tenant ${tenant} --role ingest`}</pre>
      <pre>{`caseweave ingest --url ${location.origin} --token TOKEN --source wazuh FILE`}</pre>
      <p>Sources are ocsf, wazuh and suricata. Files may be gzipped; “-” reads standard input.</p>
    </Notice>
  )
}
