import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { meQuery } from '../api/queries'
import { paths } from '../paths'

/** How the first detections come to a tenant. */
export function HowToSend({ tenant }: { tenant: string }) {
  const makes = useSuspenseQuery(meQuery).data.may?.includes('tokens:write')
  return (
    <>
      <p>
        {makes ? (
          <Link {...paths.settings(tenant, `tenant:${tenant}`, 'tokens')}>
            Make a token with the role ingest
          </Link>
        ) : (
          'Ask an administrator for a token with the role ingest'
        )}
        , and send a file of events from anywhere:
      </p>
      <pre>{`caseweave ingest --url ${location.origin} --token TOKEN --source wazuh FILE`}</pre>
      <p>Sources are ocsf, wazuh and suricata. Files may be gzipped; “-” reads standard input.</p>
    </>
  )
}
