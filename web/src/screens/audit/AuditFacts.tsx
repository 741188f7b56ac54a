import { Anchor, CopyButton } from '@mantine/core'
import type { Checkpoint, HistoryCheck } from '../../api/proof'
import { download } from '../../ui/download'
import { type Fact, Facts } from '../../ui/Facts'
import { Time } from '../../ui/Time'

interface Props {
  name: string
  check: HistoryCheck
  signed?: Checkpoint
}

/** What is known of a history: how long it is, how far it was signed, and by which key. */
export function AuditFacts({ name, check, signed }: Props) {
  const facts: (Fact | undefined)[] = [
    { name: 'State', value: <State check={check} /> },
    signed && { name: 'Entries', value: signed.size.toLocaleString('en') },
    {
      name: 'Last checkpoint',
      value: check.signed ? (
        <>
          <Time at={check.signed.at} />, up to entry {check.signed.size.toLocaleString('en')}
        </>
      ) : (
        'None yet; the server signs at each hour'
      ),
    },
    signed && { name: 'Public key', value: <PublicKey signed={signed} /> },
    signed && {
      name: 'Checkpoint now',
      value: (
        <Anchor
          inherit
          component="button"
          aria-label={`Download a checkpoint: ${name}`}
          onClick={() =>
            download(
              `checkpoint-${signed.log.replaceAll('/', '-')}-${signed.size}.txt`,
              signed.note,
              'text/plain',
            )
          }
        >
          Download
        </Anchor>
      ),
    },
  ]
  return <Facts facts={facts.filter((f) => f !== undefined)} />
}

function State({ check }: { check: HistoryCheck }) {
  switch (check.state) {
    case 'pending':
      return 'Not checked yet: the server looks at all entries after its start, and at what began since then within the hour'
    case 'broken':
      return 'Broken'
    case 'verified':
      return (
        <>
          Verified
          {check.checked_at && (
            <>
              {' '}
              at <Time at={check.checked_at} />
            </>
          )}
          {check.entries > 0
            ? `: each entry up to number ${check.entries.toLocaleString('en')} is as it was written`
            : ', when there was no entry yet; the server looks again within the hour'}
        </>
      )
  }
}

function PublicKey({ signed }: { signed: Checkpoint }) {
  return (
    <>
      <code>{signed.fingerprint}</code>{' '}
      <CopyButton value={signed.public_key}>
        {({ copied, copy }) => (
          <Anchor inherit component="button" onClick={copy}>
            {copied ? 'Copied' : 'Copy the key'}
          </Anchor>
        )}
      </CopyButton>
    </>
  )
}
