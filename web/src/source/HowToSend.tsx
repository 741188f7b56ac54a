/** How the first detections come to a tenant. */
export function HowToSend({ tenant }: { tenant: string }) {
  return (
    <>
      <p>Make a token where the server runs, and send a file of events from anywhere:</p>
      <pre>{`caseweave token create --data DIR --tenant ${tenant} --role ingest`}</pre>
      <pre>{`caseweave ingest --url ${location.origin} --token TOKEN --source wazuh FILE`}</pre>
      <p>Sources are ocsf, wazuh and suricata. Files may be gzipped; “-” reads standard input.</p>
    </>
  )
}
